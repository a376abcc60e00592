import { dropDraft, listDrafts } from "../device/drafts";
import { ifFree } from "../device/locks";
import type { Draft } from "../device/types";

/** The lock of the one window that fills in a draft. */
export const draftLock = (id: string): string => `xunzheng-draft-${id}`;

/** A draft in which nothing was done: the camera was opened and left again. */
export function untouched(draft: Draft): boolean {
  return draft.shots.length === 0 && draft.note === "" && draft.step === "" && !draft.replaces;
}

/** Drafts worth going on with, newest first; untouched ones that no window has open are cleared away. */
export async function openDrafts(): Promise<Draft[]> {
  const all = await listDrafts();
  for (const { id } of all.filter(untouched)) await ifFree(draftLock(id), () => dropDraft(id, "untouched"));
  return all.filter((draft) => !untouched(draft));
}
