/** What an officer does with a record that is saved: takes it back, hands it over, masks a picture; and the pause. */
import { kidOf, PREVIEW_BYTES, say, sha256 } from "./acts.ts";
import type { Fact } from "./phone.ts";
import { picture } from "./pictures.ts";
import type { Tab } from "./tab.ts";

export async function withdraw(tab: Tab, id: string) {
  const kid = kidOf(tab);
  await tab.surface.withdrawRecord(id, "duplicate");
  say(tab, "withdraw", { kind: "wrote", what: "withdrawal", kid, id });
  return {};
}

/** Hands over the version that the phone shows, with a picture that seed makes. */
export async function share(tab: Tab, id: string, seed: number) {
  const kid = kidOf(tab);
  const { entry_hash: entry } = await tab.surface.readRecord(id);
  const blob = new Blob([picture(900, seed)]);
  await tab.surface.noteShare({ record: id, entry, how: "sheet", picture: { blob, from: [] } });
  say(tab, "share", { kind: "wrote", what: "share", kid, id });
  return {};
}

/** Puts a picture in which parts are unrecognisable in the place of a saved record's picture. */
export async function mask(tab: Tab, id: string, from: string, seed: number) {
  const kid = kidOf(tab);
  const made = { picture: picture(2500, seed * 2), preview: picture(PREVIEW_BYTES, seed * 2 + 1) };
  const parts = (["preview", "picture"] as const).map((role): Fact => {
    const data = made[role];
    return { kind: role, kid, sha256: sha256(data), bytes: data.length };
  });
  tab.phone.tried.push(...parts);
  const looks = { width: 1024, height: 768, mime: "image/jpeg" };
  await tab.surface.keepDerived({ ...made, ...looks }, { id, from, how: "redact", marks: [] });
  say(tab, "mask", { kind: "wrote", what: "derive", kid, id: from }, ...parts);
  return {};
}

export async function pause(tab: Tab) {
  await tab.surface.pauseToday(kidOf(tab));
  return {};
}

/** The same key once more, for a restored server that does not know it. */
export async function enrolAgain(tab: Tab, password: string, code: string) {
  await tab.surface.enrolAgain(password, code, "headless phone");
  return {};
}

/** The officer lets the phone send again. */
export async function resume(tab: Tab) {
  await tab.surface.chooseSending(kidOf(tab), { paused_until: 0 });
  return {};
}
