/** What an officer marked with a star: items and places, sealed in the vault like everything that is theirs. */
import { effect, signal } from "@preact/signals";
import { fromUtf8, utf8 } from "../core/bytes.ts";
import type { Sealed } from "./crypto.ts";
import { getPlain, putPlain } from "./db.ts";
import { openVault } from "./docs.ts";
import { type Vault, vault } from "./vault.ts";

const NAME = "favourites";
const MOST = 40;

/** Items as `item:<code>`, places as `place:<id>`, the newest first. */
export const favourites = signal<readonly string[]>([]);

async function kept(of: Vault): Promise<string[]> {
  try {
    const sealed = await getPlain<Sealed>(of.kid, NAME);
    return sealed ? JSON.parse(fromUtf8(await of.unseal(sealed, NAME))) : [];
  } catch {
    // A damaged row costs the stars, never the way into the app.
    return [];
  }
}

let turn: Promise<unknown> = Promise.resolve();

effect(() => {
  const of = vault.value;
  favourites.value = [];
  if (!of) return;
  turn = turn.then(async () => {
    const found = await kept(of);
    if (vault.value === of) favourites.value = found;
  });
});

/** Sets or takes away a star; rejects where it could not be kept. */
export function toggleFavourite(name: string): Promise<unknown> {
  const of = openVault();
  const writing = turn.then(async () => {
    const others = favourites.value.filter((one) => one !== name);
    const next = others.length < favourites.value.length ? others : [name, ...others].slice(0, MOST);
    favourites.value = next;
    await putPlain(of.kid, NAME, await of.seal(utf8(JSON.stringify(next)), NAME));
  });
  turn = writing.catch(() => undefined);
  return writing;
}
