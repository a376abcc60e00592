/** The officer of the tests, in the nouns of the work. */
import { getDraft, openDraft, saveDraft } from "../drafts.ts";
import { saveRecord } from "../records.ts";
import { takeShot } from "../shots.ts";
import type { Draft, Shot } from "../types.ts";
import type { Vault } from "../vault.ts";
import { FakeServer } from "./fake_server.ts";
import { fakeJpeg, firstRun, freshPhone } from "./headless.ts";

export const PIN = "135790";

export async function enrolled(): Promise<{ server: FakeServer; vault: Vault }> {
  const server = await FakeServer.start();
  await freshPhone("http://city.test", server.fetch);
  const vault = await firstRun({ username: "li", password: "p", code: "abcd-efgh", pin: PIN });
  return { server, vault };
}

let seed = 1;

export function shoots(draft: string | null, bytes = 40_000): Promise<Shot> {
  seed += 2;
  return takeShot({
    ...{
      draft,
      picture: fakeJpeg(bytes, seed),
      preview: fakeJpeg(3000, seed + 1),
      width: 2048,
      height: 1536,
    },
    ...{ mime: "image/jpeg", source: "camera", slot: null, fixes: [], heading: null },
  });
}

/** Opens an item, shoots `pictures` of it, answers, and saves. */
export async function records(pictures = 1, bytes = 40_000): Promise<Draft> {
  const draft = await openDraft("DOG-01");
  for (let i = 0; i < pictures; i += 1) await shoots(draft.id, bytes);
  await saveDraft({ ...draft, edition: "1", address: "青石公园南门", answers: { leash: "none" } });
  const filled = await getDraft(draft.id);
  if (!filled) throw new Error("the draft is gone");
  await saveRecord(filled);
  return filled;
}
