/** What went wrong last, for each vault: one officer is not told of another's trouble. */
import { heldVaults, vault } from "./vault.ts";

const problems = new Map<string, string | null>();
/** What holds for the phone itself, whoever's vault is open. */
let lineProblem: string | null = null;

/** Notes the code of a vault's failure, or with null that something has gone right. */
export function tell(kid: string, code: string | null): void {
  lineProblem = null;
  problems.set(kid, code);
}

/** True while nothing has gone wrong with this vault since something went right. */
export const isWell = (kid: string): boolean => (problems.get(kid) ?? null) === null;

export function tellOfLine(code: string): void {
  lineProblem = code;
}

/** The trouble of the vault on screen, or of any that drains behind the lock. */
export function problemShown(): string | null {
  const shown = vault.peek()?.kid;
  if (shown) return problems.get(shown) ?? lineProblem;
  return [...problems.values()].find((code) => code !== null) ?? lineProblem;
}

/** What went wrong stands until something has gone right; of a vault whose key is gone nothing more is known. */
export function forgetProblems(): void {
  const held = new Set(heldVaults().map(({ kid }) => kid));
  for (const kid of [...problems.keys()]) if (!held.has(kid)) problems.delete(kid);
}
