/** Phrases for notes: six to begin with, the officer's own after that; kept sealed in the vault. */
import { fromUtf8, utf8 } from "../core/bytes.ts";
import type { Sealed } from "./crypto.ts";
import { getPlain, putPlain } from "./db.ts";
import { openVault } from "./docs.ts";

const NAME = "phrases";
export const MOST_PHRASES = 6;

/** The officer's own phrases; null while none were set. A damaged row costs the phrases, nothing else. */
export async function ownPhrases(): Promise<string[] | null> {
  const of = openVault();
  try {
    const sealed = await getPlain<Sealed>(of.kid, NAME);
    return sealed ? JSON.parse(fromUtf8(await of.unseal(sealed, NAME))) : null;
  } catch {
    return null;
  }
}

/** Rejects where they could not be kept. */
export async function setPhrases(phrases: readonly string[]): Promise<void> {
  const of = openVault();
  const said = phrases
    .map((each) => each.trim())
    .filter(Boolean)
    .slice(0, MOST_PHRASES);
  await putPlain(of.kid, NAME, await of.seal(utf8(JSON.stringify(said)), NAME));
}
