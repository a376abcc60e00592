import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openDraft, saveDraft } from "../drafts.ts";
import { exportLocked } from "../locked_export.ts";
import { saveRecord } from "../records.ts";
import { lock } from "../vault.ts";
import { firstRun, freshPhone, type Login } from "./headless.ts";
import { shoots } from "./officer.ts";

interface Forgetting {
  base: string;
  /** Another officer with a fresh code, and where the file goes. */
  forgetful: Omit<Login, "pin"> & { file: string };
}

const { base, forgetful } = JSON.parse(process.env["XUNZHENG_PHONE"] ?? "{}") as Forgetting;

test("a phone whose unlock code is forgotten gives its evidence away, sealed", async () => {
  await freshPhone(base);
  const { kid } = await firstRun({ ...forgetful, pin: "135790" });
  const draft = await openDraft("DOG-01");
  const shot = await shoots(draft.id);
  await saveRecord({ ...draft, shots: [shot], edition: "1", address: "青石公园南门" });
  await saveDraft({ ...(await openDraft("DOG-01")), note: "未写完" });
  await lock();
  const { file, ...counts } = await exportLocked(kid);
  expect(counts).toMatchObject({ entries: 2, pictures: 2, drafts: 1 });
  writeFileSync(forgetful.file, Buffer.from(await file.arrayBuffer()));
}, 30_000);
