/** From marks to a derived picture on this phone. */
import { howOf, type Mark } from "../core/redaction";
import { keepDerived } from "../device/derive";
import { openVault } from "../device/docs";
import { pictureFrom } from "../device/picture";
import { pictureBytes } from "../device/records";
import type { Shot } from "../device/types";
import { draft } from "./draft";
import { drawMarked } from "./markup_draw";

/** The decoded picture or preview. Rejects where its bytes are gone. */
export async function openPicture(sha256: string): Promise<ImageBitmap> {
  const bytes = await pictureBytes(openVault(), sha256);
  return createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
}

/** Makes the marked picture in full size, journals it, and shows it in the place of the original. */
export async function keepMarked(
  id: string,
  shot: Shot,
  picture: ImageBitmap,
  marks: readonly Mark[],
): Promise<void> {
  const how = howOf(marks);
  if (!how) return;
  const { width, height } = picture;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  drawMarked(canvas, picture, marks);
  const made = await pictureFrom(canvas, { width, height });
  Object.assign(canvas, { width: 1, height: 1 });
  const derived = await keepDerived(made, { id, from: shot.sha256, how, marks: [...marks] });
  const now = draft.value;
  if (now?.id !== id) return;
  const shots = now.shots.map((one) => (one.sha256 === shot.sha256 ? { ...one, derived } : one));
  draft.value = { ...now, shots };
}
