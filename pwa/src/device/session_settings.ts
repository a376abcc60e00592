/** What holds for the whole patrol: set once per session, never asked per record. */
import { effect, signal } from "@preact/signals";
import { fromUtf8, utf8 } from "../core/bytes.ts";
import type { Patrol } from "../core/entries.ts";
import type { Sealed } from "./crypto.ts";
import { getPlain, putPlain } from "./db.ts";
import { openVault } from "./docs.ts";
import { type Vault, vault } from "./vault.ts";

export const DEFAULT_PATROL: Patrol = {
  level: "daily",
  mode: "open",
  nature: "observation",
  source: "patrol",
};

const NAME = "patrol";

/** Of the open vault: what it was set to earlier on this day, over a killed browser too. */
export const patrol = signal<Patrol>(DEFAULT_PATROL);

/** The day in the phone's own time zone: a patrol does not outlast it. */
const today = (): string => new Date().toDateString();

async function kept(of: Vault): Promise<Patrol> {
  try {
    const sealed = await getPlain<Sealed>(of.kid, NAME);
    if (!sealed) return DEFAULT_PATROL;
    const { day, value } = JSON.parse(fromUtf8(await of.unseal(sealed, NAME)));
    return day === today() ? value : DEFAULT_PATROL;
  } catch {
    // A damaged row costs one choice, never the way into the app.
    return DEFAULT_PATROL;
  }
}

/** Readings and writings, one after another. */
let turn: Promise<unknown> = Promise.resolve();

effect(() => {
  const of = vault.value;
  if (!of) return;
  turn = turn.then(async () => {
    const found = await kept(of);
    if (vault.value === of) patrol.value = found;
  });
});

/** Sets and keeps it for the rest of the day; the screens follow at once. Rejects where it could not be kept. */
export function setPatrol(value: Patrol): Promise<unknown> {
  const of = openVault();
  patrol.value = value;
  const writing = turn.then(async () => {
    patrol.value = value;
    const sealed = await of.seal(utf8(JSON.stringify({ day: today(), value })), NAME);
    await putPlain(of.kid, NAME, sealed);
  });
  turn = writing.catch(() => undefined);
  return writing;
}

/** What a new draft begins with, once what was kept has been read. */
export async function patrolOfToday(): Promise<Patrol> {
  await turn;
  return patrol.value;
}
