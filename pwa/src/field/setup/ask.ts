import { effect } from "@preact/signals";
import { openCamera } from "../../device/camera";
import { watchPosition } from "../../device/position";

/** How long a location prompt may stay unanswered, in ms: browsers do not end the wait themselves. */
const PATIENCE_MS = 20_000;

/** Brings up the camera prompt; true when a picture could be taken. */
export async function askCamera(): Promise<boolean> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  const camera = await openCamera(video);
  camera.stop();
  return true;
}

/** Brings up the location prompt; true with the first reading, or when only the reading is slow. */
export function askLocation(): Promise<boolean> {
  const watch = watchPosition();
  return new Promise((resolve) => {
    let undo = () => {};
    const end = (granted: boolean) => {
      clearTimeout(timer);
      queueMicrotask(() => undo());
      watch.stop();
      resolve(granted);
    };
    const timer = setTimeout(() => end(true), PATIENCE_MS);
    undo = effect(() => {
      const trouble = watch.error.value;
      if (watch.fix.value) end(true);
      else if (trouble === "denied" || trouble === "unsupported") end(false);
    });
  });
}
