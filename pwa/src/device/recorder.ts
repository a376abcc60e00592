/** Voice notes and short films: recorded in the page, whole in memory one at a time, then kept like a picture. */
import { type Signal, signal } from "@preact/signals";
import { CameraError } from "./camera.ts";
import { previewFrom } from "./picture.ts";
import type { Picture } from "./types.ts";

export type Medium = "audio" | "video";

export interface Recording {
  medium: Medium;
  /** Whole seconds so far. */
  seconds: Signal<number>;
  /** Ends it; both this and `done` resolve with the same bytes. */
  stop(): void;
  /** The recording, once it was stopped, was long enough, or its source went away. */
  done: Promise<Picture>;
}

/** Longest recording, in seconds. */
export const LONGEST_S: Record<Medium, number> = { audio: 60, video: 30 };
/** A recording ends early rather than grow beyond this. */
const MOST_BYTES = 12 * 1024 * 1024;
const BIT_RATES = { audioBitsPerSecond: 32_000, videoBitsPerSecond: 1_500_000 };
const POSTER = { width: 480, height: 360 };

const TYPES: Record<Medium, readonly string[]> = {
  audio: ["audio/mp4", "audio/webm", "audio/ogg"],
  video: ["video/mp4", "video/webm"],
};

/** The first container this browser can write; null where it can write none. */
export function typeOf(medium: Medium): string | null {
  if (typeof MediaRecorder === "undefined") return null;
  return TYPES[medium].find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

async function microphone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    throw new CameraError("no_voice");
  }
}

/** A film without sound is still a film: a microphone that is not allowed only leaves it silent. */
async function withSound(film: MediaStream): Promise<{ stream: MediaStream; own: MediaStream | null }> {
  const own = await microphone().catch(() => null);
  return { stream: new MediaStream([...film.getVideoTracks(), ...(own?.getAudioTracks() ?? [])]), own };
}

/** A microphone: what stands for a voice wherever pictures are shown, here and at the desk. */
export async function voicePoster(): Promise<Picture["preview"]> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, POSTER);
  const pen = canvas.getContext("2d");
  if (!pen) throw new CameraError("unsupported");
  const [middle, white] = [POSTER.width / 2, "#fff"];
  pen.fillStyle = "#17408f";
  pen.fillRect(0, 0, POSTER.width, POSTER.height);
  pen.strokeStyle = white;
  pen.fillStyle = white;
  pen.lineWidth = 14;
  for (const end of [120, 175]) {
    pen.beginPath();
    pen.arc(middle, end, 35, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.fillRect(middle - 35, 120, 70, 55);
  pen.fillRect(middle - 7, 230, 14, 50);
  pen.beginPath();
  pen.arc(middle, 175, 60, 0, Math.PI);
  pen.stroke();
  return previewFrom(canvas, POSTER);
}

/** Collects what a recorder gives until it ends. */
function collect(recorder: MediaRecorder, full: () => void): Promise<Blob> {
  const parts: Blob[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => {
      parts.push(data);
      size += data.size;
      if (size > MOST_BYTES) full();
    };
    recorder.onerror = () => reject(new CameraError("busy"));
    recorder.onstop = () => resolve(new Blob(parts));
  });
}

function run(medium: Medium, stream: MediaStream, poster: Picture["preview"], size: PixelSize): Recording {
  const mime = typeOf(medium) ?? "";
  const recorder = new MediaRecorder(stream, { mimeType: mime, ...BIT_RATES });
  const seconds = signal(0);
  const stop = (): void => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  const whole = collect(recorder, stop);
  const clock = setInterval(() => {
    seconds.value += 1;
    if (seconds.value >= LONGEST_S[medium]) stop();
  }, 1000);
  for (const track of stream.getTracks()) track.addEventListener("ended", stop);
  recorder.start(1000);
  const done = whole
    .finally(() => clearInterval(clock))
    .then(async (blob) => ({
      ...{ picture: new Uint8Array(await blob.arrayBuffer()), preview: poster, mime, ...size },
    }));
  return { medium, seconds, stop, done };
}

type PixelSize = { width: number; height: number };

/** A voice note. Throws CameraError `no_voice` where the microphone is absent, in use or not allowed. */
export async function recordVoice(): Promise<Recording> {
  const poster = await voicePoster();
  const stream = await microphone();
  const recording = run("audio", stream, poster, { width: 0, height: 0 });
  return { ...recording, done: recording.done.finally(() => silence(stream)) };
}

function silence(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** A film of what the viewfinder shows, its first frame as its poster. */
export async function recordFilm(finder: HTMLVideoElement, film: MediaStream): Promise<Recording> {
  const size = { width: finder.videoWidth, height: finder.videoHeight };
  const poster = await previewFrom(finder, size);
  const { stream, own } = await withSound(film);
  const recording = run("video", stream, poster, size);
  return { ...recording, done: recording.done.finally(() => silence(own)) };
}
