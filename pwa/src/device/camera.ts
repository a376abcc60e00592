/** The camera inside the page: leaving it for the system's camera app lets Android kill the page. */
import { pictureFrom } from "./picture.ts";
import type { Picture } from "./types.ts";

export { BlankPicture } from "./picture.ts";
export type { Picture } from "./types.ts";

export interface Camera {
  /** Throws BlankPicture where the device gave a black or empty frame. */
  capture(): Promise<Picture>;
  torch: ((on: boolean) => Promise<void>) | null;
  zoom: { min: number; max: number; step: number; set(value: number): Promise<void> } | null;
  /** Called when the system takes the camera away (a call, a locked screen): open it again. */
  onended: (() => void) | null;
  stop(): void;
}

export type CameraTrouble = "denied" | "none" | "busy" | "unsupported" | "unreadable" | "too_large";

export class CameraError extends Error {
  override name = "CameraError";
  readonly trouble: CameraTrouble;
  constructor(trouble: CameraTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** Members that the platform's types do not know yet. */
interface Abilities extends MediaTrackCapabilities {
  torch?: boolean;
  zoom?: { min: number; max: number; step: number };
}

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } },
};

const TROUBLES: { [name: string]: CameraTrouble } = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

function troubleOf(error: unknown): CameraError {
  const name = error instanceof DOMException ? error.name : "";
  return new CameraError(TROUBLES[name] ?? "unsupported");
}

const devices = (): MediaDevices | null => (navigator as Partial<Navigator>).mediaDevices ?? null;

async function openStream(): Promise<MediaStream> {
  const media = devices();
  if (!media?.getUserMedia) throw new CameraError("unsupported");
  try {
    return await media.getUserMedia(WANTED);
  } catch (error) {
    throw troubleOf(error);
  }
}

async function play(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.muted = true;
  video.playsInline = true;
  video.setAttribute("playsinline", "");
  video.srcObject = stream;
  await video.play();
}

const adjust = (track: MediaStreamTrack, change: Record<string, unknown>): Promise<void> =>
  track.applyConstraints({ advanced: [change as MediaTrackConstraintSet] });

function zoomOf(track: MediaStreamTrack, { zoom }: Abilities): Camera["zoom"] {
  return zoom ? { ...zoom, set: (value) => adjust(track, { zoom: value }) } : null;
}

/** Starts the back camera in `video` (playsinline, muted). Throws CameraError. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera> {
  const stream = await openStream();
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraError("none");
  const stop = (): void => {
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  try {
    await play(video, stream);
  } catch (error) {
    stop();
    throw troubleOf(error);
  }
  const abilities = (track.getCapabilities?.() ?? {}) as Abilities;
  const camera: Camera = {
    capture: () => pictureFrom(video, { width: video.videoWidth, height: video.videoHeight }),
    torch: abilities.torch ? (on) => adjust(track, { torch: on }) : null,
    zoom: zoomOf(track, abilities),
    onended: null,
    stop,
  };
  track.addEventListener("ended", () => camera.onended?.());
  return camera;
}
