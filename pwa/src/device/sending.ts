/** What the officer wants of the line: originals by a rule, and a pause for the rest of the day. */
import { holdsOriginals, type LineKind, type SendRule } from "../core/sending.ts";
import { getPlain, putPlain, read } from "./db.ts";
import { changed } from "./docs.ts";

export interface SendingChoice {
  rule: SendRule;
  /** ms since 1970; nothing is sent before. It ends by itself: a forgotten pause must not keep a queue for ever. */
  paused_until: number;
}

const NAME = "sending";
/** The longest day, where summer time ends. A pause that seems longer was set by a clock that has been put back since. */
const DAY_MS = 25 * 60 * 60_000;
const USUAL: SendingChoice = { rule: "now", paused_until: 0 };

/** Vaults whose originals were asked for in spite of the rule, until they are sent or the app is closed. */
const asked = new Set<string>();

interface Connection extends EventTarget {
  type?: string;
}

const connection = (): Connection | null =>
  (globalThis.navigator as { connection?: Connection } | undefined)?.connection ?? null;

/** Can this browser tell Wi-Fi from a mobile line? */
export const knowsLine = (): boolean => typeof connection()?.type === "string";

export function lineKind(): LineKind {
  const type = connection()?.type;
  if (type === "wifi" || type === "ethernet") return "wifi";
  return type === "cellular" ? "mobile" : "unknown";
}

/** Calls `listener` when the line becomes another one, where the browser says so. */
export const onLineChange = (listener: () => void): void =>
  connection()?.addEventListener("change", listener);

export const sendingChoice = async (kid: string): Promise<SendingChoice> => ({
  ...USUAL,
  ...(await getPlain<SendingChoice>(kid, NAME)),
});

/** Keeps a part of the choice for this vault; sending follows at once. */
export async function chooseSending(kid: string, change: Partial<SendingChoice>): Promise<void> {
  asked.delete(kid);
  await putPlain(kid, NAME, { ...(await sendingChoice(kid)), ...change });
  changed();
}

/** Pauses for the rest of the day by the phone's own clock. */
export function pauseToday(kid: string): Promise<void> {
  const end = new Date();
  end.setHours(24, 0, 0, 0);
  return chooseSending(kid, { paused_until: end.getTime() });
}

/** Sends the originals that wait here, whatever the rule says, once. */
export function askOriginals(kid: string): void {
  asked.add(kid);
  changed();
}

/** What holds for the outbox now. A revoked vault sends whatever it has: it is about to leave this phone. */
export async function lineRules(kid: string): Promise<{ paused: boolean; holds: boolean }> {
  const row = await read((db) => db.get("vaults", kid));
  if (row?.revoked) return { paused: false, holds: false };
  const { rule, paused_until } = await sendingChoice(kid);
  const left = paused_until - Date.now();
  return { paused: left > 0 && left <= DAY_MS, holds: holdsOriginals(rule, lineKind(), asked.has(kid)) };
}
