export interface Picture {
  picture: Uint8Array<ArrayBuffer>;
  preview: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  mime: string;
}

export interface Camera {
  /** Throws BlankPicture where the device gave a black or empty frame. */
  capture(): Promise<Picture>;
  torch: ((on: boolean) => Promise<void>) | null;
  zoom: { min: number; max: number; step: number; set(value: number): Promise<void> } | null;
  stop(): void;
}

export type CameraTrouble = "denied" | "none" | "busy" | "unsupported";

export class CameraError extends Error {
  override name = "CameraError";
  readonly trouble: CameraTrouble;
  constructor(trouble: CameraTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** Starts the back camera in `video` (playsinline, muted). Throws CameraError. */
export async function openCamera(_video: HTMLVideoElement): Promise<Camera> {
  throw new Error("not yet");
}
/** Reads a picked file at once and makes the same picture and preview. Throws CameraError or BlankPicture. */
export async function decodePicked(_file: File): Promise<Picture> {
  throw new Error("not yet");
}
