/** How a draft begins and how it is kept. */
import { uuidv7 } from "../core/ids.ts";
import { randomBytes } from "./crypto.ts";
import { write } from "./db.ts";
import { changed, sealDoc } from "./docs.ts";
import { DEFAULT_PATROL } from "./session_settings.ts";
import type { Draft } from "./types.ts";
import type { Vault } from "./vault.ts";

export const newId = (): string => uuidv7(Date.now(), randomBytes(10));

export function blankDraft(id: string, item: string | null): Draft {
  const now = new Date().toISOString();
  return {
    ...{ id, item, edition: null, started_at: now, updated_at: now, result: "finding", step: "" },
    ...{ place: null, place_name: null, address: "", position: null, geo: null, partner: null, task: null },
    ...{ answers: {}, counts: null, shots: [], note: "", guidance: "", purpose: "inspect", case: null },
    ...{ source_no: null, replaces: null, review: null, patrol: DEFAULT_PATROL },
  };
}

/** Stores `draft` as it is; only for callers that hold `oneWriter`. */
export async function putDraft(vault: Vault, draft: Draft): Promise<Draft> {
  const next = { ...draft, updated_at: new Date().toISOString() };
  const row = await sealDoc(vault, "drafts", draft.id, next);
  await write(["drafts"], (tx) => tx.objectStore("drafts").put(row));
  changed();
  return next;
}
