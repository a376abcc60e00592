/** Why a vault is gone from this phone. Kept outside the vault, because it may be wiped while nobody looks. */
import { signal } from "@preact/signals";

const KEY = "xunzheng.revoked";

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Whose revoked vault left this phone last; null once that was read. */
export const farewell = signal<string | null>(kept());

/** Notes or, with null, forgets whose vault left. */
export function noteFarewell(name: string | null): void {
  farewell.value = name;
  try {
    if (name === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // Private modes refuse storage; the words then last for this page only.
  }
}
