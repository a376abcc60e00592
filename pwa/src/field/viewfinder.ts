import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Camera, CameraError, type CameraTrouble, openCamera } from "../device/camera";

export type CameraState = "starting" | "ready" | CameraTrouble;

function troubleOf(error: unknown): CameraTrouble {
  return error instanceof CameraError ? error.trouble : "busy";
}

/** The camera behind a video element: starts with the screen, rests while hidden, restarts on return. */
export function useViewfinder() {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera | null>(null);
  const state = useSignal<CameraState>("starting");
  useEffect(() => {
    let gone = false;
    const stop = () => {
      camera.current?.stop();
      camera.current = null;
    };
    let opening = false;
    const opened = (found: Camera) => {
      if (gone || document.hidden) return found.stop();
      camera.current = found;
      found.onended = () => {
        camera.current = null;
        void start();
      };
      state.value = "ready";
    };
    const start = async () => {
      if (!video.current || camera.current || opening) return;
      opening = true;
      state.value = "starting";
      await openCamera(video.current).then(opened, (error: unknown) => {
        state.value = troubleOf(error);
      });
      opening = false;
    };
    const turn = () => (document.hidden ? stop() : void start());
    void start();
    document.addEventListener("visibilitychange", turn);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", turn);
      stop();
    };
  }, []);
  return { video, camera, state };
}
