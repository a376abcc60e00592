import { afterAll, expect, test } from "vitest";
import { getDraft, openDraft, saveDraft } from "../drafts.ts";
import { about } from "../enrol.ts";
import { myRecords, saveRecord } from "../records.ts";
import { catalogue, places } from "../reference.ts";
import { takeShot } from "../shots.ts";
import { stopSync, syncNow, syncState } from "../sync.ts";
import { fakeJpeg, firstRun, freshPhone, type Login } from "./headless.ts";

/** `XUNZHENG_PHONE` = JSON {base, username, password, code}: a running server and a fresh one-time code. */
const login = JSON.parse(process.env["XUNZHENG_PHONE"] ?? "{}") as Omit<Login, "pin"> & { base: string };

afterAll(stopSync);

test("a record with a large picture is sent, receipted and shown as submitted", async () => {
  await freshPhone(login.base);
  expect((await about()).origin).toBeTruthy();
  await firstRun({ ...login, pin: "135790" });
  await syncNow();
  expect(catalogue.value?.items).toBeTruthy();
  expect(places.value.length).toBeGreaterThanOrEqual(0);
  const draft = await openDraft("DOG-01");
  const fixes = [{ lat: 312_345_678, lon: 1_212_345_678, acc_m: 8, alt_m: null, age_ms: 900 }];
  const shot = await takeShot({
    ...{ draft: draft.id, picture: fakeJpeg(700_000, 1), preview: fakeJpeg(30_000, 2), width: 2048 },
    ...{ height: 1536, mime: "image/jpeg", source: "camera", slot: null, fixes, heading: null },
  });
  const stored = await getDraft(draft.id);
  expect(stored?.shots).toEqual([shot]);
  const edition = String(catalogue.value?.meta.edition);
  const filled = await saveDraft({ ...draft, edition, address: "青石公园南门", answers: {} });
  await saveRecord(filled);
  await syncNow();
  expect(syncState.value).toMatchObject({
    unsent_entries: 0,
    unsent_pictures: 0,
    phase: "idle",
    problem: null,
  });
  await syncNow();
  expect(myRecords.value[0]).toMatchObject({ id: draft.id, receipt: true, state: "submitted" });
}, 30_000);
