import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Camera, CameraError, type CameraTrouble, openCamera } from "../device/camera";
import { tk } from "../text/field_capture";

export type CameraState = "starting" | "ready" | CameraTrouble;
export type Finder = ReturnType<typeof useViewfinder>;

function troubleOf(error: unknown): CameraTrouble {
  return error instanceof CameraError ? error.trouble : "busy";
}

type Parts = {
  video: { current: HTMLVideoElement | null };
  camera: { current: Camera | null };
  state: Signal<CameraState>;
};

/** Opens the camera unless it is open or nobody looks, and again whenever the system took it away. */
function opener({ video, camera, state }: Parts) {
  let opening = false;
  let isLeft = false;
  const opened = (found: Camera) => {
    if (isLeft || document.hidden) return found.stop();
    camera.current = found;
    found.onended = () => {
      camera.current = null;
      void start();
    };
    state.value = "ready";
  };
  const start = async (): Promise<void> => {
    if (!video.current || camera.current || opening || document.hidden) return;
    opening = true;
    state.value = "starting";
    await openCamera(video.current).then(opened, (error: unknown) => {
      state.value = troubleOf(error);
    });
    opening = false;
  };
  const stop = (): void => {
    camera.current?.stop();
    camera.current = null;
  };
  const leave = (): void => {
    isLeft = true;
    stop();
  };
  return { start, stop, leave };
}

/** The camera behind a video element: starts with the screen, rests while hidden, restarts on return. */
export function useViewfinder() {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera | null>(null);
  const state = useSignal<CameraState>("starting");
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const { start, stop, leave } = opener({ video, camera, state });
    const turn = () => (document.hidden ? stop() : void start());
    again.current = () => void start();
    void start();
    document.addEventListener("visibilitychange", turn);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      leave();
    };
  }, []);
  return { video, camera, state, retry: () => again.current() };
}

const RING_MS = 900;

/** Where a point of the screen lies in the picture, each 0 to 1; null beside it. */
export function pointIn(
  box: { left: number; top: number; width: number; height: number },
  picture: { width: number; height: number },
  at: { x: number; y: number },
): { x: number; y: number } | null {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const inside = (px: number, from: number, room: number, side: number) =>
    (px - from - (room - side * scale) / 2) / (side * scale);
  const x = inside(at.x, box.left, box.width, picture.width);
  const y = inside(at.y, box.top, box.height, picture.height);
  return x < 0 || x > 1 || y < 0 || y > 1 ? null : { x, y };
}

/** A tap on the picture focuses there; from the keyboard, in the middle. */
export function Aim({ finder, aim }: { finder: Finder; aim: NonNullable<Camera["aim"]> }) {
  const ring = useSignal<{ left: string; top: string } | null>(null);
  const tap = (event: MouseEvent) => {
    const video = finder.video.current;
    if (!video) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const at = event.detail === 0 ? middle : { x: event.clientX, y: event.clientY };
    const point = pointIn(box, { width: video.videoWidth, height: video.videoHeight }, at);
    if (!point) return;
    ring.value = { left: `${at.x - box.left}px`, top: `${at.y - box.top}px` };
    setTimeout(() => {
      ring.value = null;
    }, RING_MS);
    void aim(point.x, point.y).catch(() => undefined);
  };
  return (
    <button type="button" class="aim" aria-label={tk("lens.aim")} onClick={tap}>
      {ring.value && <i style={ring.value} />}
    </button>
  );
}
