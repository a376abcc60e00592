/** The camera inside the page: leaving it for the system's camera app lets Android kill the page. */
import { BlankPicture, pictureFrom } from "./picture.ts";
import type { Picture } from "./types.ts";

export { BlankPicture } from "./picture.ts";
export type { Picture } from "./types.ts";

/** A setting of the lens that can be moved: its limits and what it stands at. */
export interface Dial {
  min: number;
  max: number;
  step: number;
  now: number;
  set(value: number): Promise<void>;
}

/** What this camera and browser cannot do is null. */
export interface Camera {
  /** Throws BlankPicture where the device gave a black or empty frame. */
  capture(): Promise<Picture>;
  torch: ((on: boolean) => Promise<void>) | null;
  zoom: Dial | null;
  /** Brighter or darker, in steps of the camera. */
  exposure: Dial | null;
  /** Focuses and measures the light at a point of the picture, each 0 to 1 from the top left. */
  aim: ((x: number, y: number) => Promise<void>) | null;
  stream: MediaStream;
  /** Called when the system takes the camera away (a call, a locked screen): open it again. */
  onended: (() => void) | null;
  stop(): void;
}

export type CameraTrouble =
  | "denied"
  | "none"
  | "busy"
  | "unsupported"
  | "unreadable"
  | "too_large"
  | "no_voice";

export class CameraError extends Error {
  override name = "CameraError";
  readonly trouble: CameraTrouble;
  constructor(trouble: CameraTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

type Range = { min: number; max: number; step: number };

/** Members that the platform's types do not know yet. */
interface Abilities extends MediaTrackCapabilities {
  torch?: boolean;
  zoom?: Range;
  exposureCompensation?: Range;
  focusMode?: string[];
  exposureMode?: string[];
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

function dialOf(track: MediaStreamTrack, name: "zoom" | "exposureCompensation"): Dial | null {
  const range = abilitiesOf(track)[name];
  // Some cameras name a range without room to move.
  if (!range || !(range.max > range.min)) return null;
  const { min, max, step } = range;
  const now = Number((track.getSettings() as Record<string, unknown>)[name] ?? min);
  return { min, max, step: step || (max - min) / 20, now, set: (value) => adjust(track, { [name]: value }) };
}

const abilitiesOf = (track: MediaStreamTrack): Abilities => (track.getCapabilities?.() ?? {}) as Abilities;

function aimOf(track: MediaStreamTrack): Camera["aim"] {
  const { focusMode = [], exposureMode = [] } = abilitiesOf(track);
  const known = devices()?.getSupportedConstraints() as { pointsOfInterest?: boolean } | undefined;
  if (!known?.pointsOfInterest || !focusMode.includes("single-shot")) return null;
  const light = exposureMode.includes("single-shot") ? { exposureMode: "single-shot" } : {};
  return (x, y) => adjust(track, { pointsOfInterest: [{ x, y }], focusMode: "single-shot", ...light });
}

const FRAME_MS = 60;
const TRIES = 4;

/** Now and then WebKit has no frame at hand: only one that stays away is a blank picture. */
async function frameOf(video: HTMLVideoElement): Promise<Picture> {
  for (let tries = TRIES; ; ) {
    try {
      return await pictureFrom(video, { width: video.videoWidth, height: video.videoHeight });
    } catch (error) {
      tries -= 1;
      if (tries === 0 || !(error instanceof BlankPicture)) throw error;
    }
    await new Promise((next) => setTimeout(next, FRAME_MS));
  }
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
  const camera: Camera = {
    capture: () => frameOf(video),
    torch: abilitiesOf(track).torch ? (on) => adjust(track, { torch: on }) : null,
    zoom: dialOf(track, "zoom"),
    exposure: dialOf(track, "exposureCompensation"),
    aim: aimOf(track),
    stream,
    onended: null,
    stop,
  };
  track.addEventListener("ended", () => camera.onended?.());
  return camera;
}
