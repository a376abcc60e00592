import { readToSign, type ToSign } from "../core/countersign";
import { NoQrReader, type QrReader } from "../device/qr_reader";
import type { Finder } from "./viewfinder";

const LOOK_MS = 300;

/** What looks, and who is told of what it sees or that it cannot see at all. */
export interface Looking {
  reader: QrReader;
  onFound: (found: ToSign) => void;
  onBlind: () => void;
}

/** What the camera shows to be signed; null for nothing yet, or while no camera runs. */
async function seenBy(reader: QrReader, { video, camera }: Pick<Finder, "video" | "camera">) {
  if (!camera.current || !video.current) return null;
  const texts = await reader(video.current).catch((error: unknown): string[] => {
    if (error instanceof NoQrReader) throw error;
    return [];
  });
  return texts.map(readToSign).find((each) => each !== null) ?? null;
}

/**
 * Looks until a code is found or nothing can read one; each look ends before the next begins, however slow the phone.
 * Returns the way to stop.
 */
export function look(
  finder: Pick<Finder, "video" | "camera">,
  { reader, onFound, onBlind }: Looking,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLeft = false;
  const again = async (): Promise<void> => {
    const found = await seenBy(reader, finder);
    if (isLeft) return;
    if (found) onFound(found);
    else timer = setTimeout(start, LOOK_MS);
  };
  const start = (): void => {
    again().catch(() => !isLeft && onBlind());
  };
  start();
  return () => {
    isLeft = true;
    clearTimeout(timer);
  };
}
