import { dropDraft, listDrafts } from "../device/drafts";
import type { Draft } from "../device/types";

/** A draft in which nothing was done: the camera was opened and left again. */
export function untouched(draft: Draft): boolean {
  return draft.shots.length === 0 && draft.note === "" && draft.step !== "form" && !draft.replaces;
}

/** Drafts worth going on with, newest first; untouched ones are cleared away. */
export async function openDrafts(): Promise<Draft[]> {
  const all = await listDrafts();
  for (const draft of all.filter(untouched)) await dropDraft(draft.id, "untouched");
  return all.filter((draft) => !untouched(draft));
}
