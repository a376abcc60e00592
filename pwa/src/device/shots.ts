import type { Shot, ShotInput } from "./types.ts";

export async function takeShot(_input: ShotInput): Promise<Shot> {
  throw new Error("not yet");
}
/** Takes a picture out of a draft: a `discard` entry says why; the bytes stay until they are sent. */
export async function dropShot(_draftId: string, _sha256: string, _reason: string): Promise<void> {
  throw new Error("not yet");
}
