import { signal } from "@preact/signals";
import { about } from "../../device/enrol";
import { loadReference } from "../../device/reference";
import type { About } from "../../device/types";

/** Which city this server belongs to; null until it has answered. */
export const aboutCity = signal<About | null>(null);
/** Why it has not answered, or null. */
export const aboutTrouble = signal<unknown>(null);

/** Asks the server what city this is, so that a demo shows its banner before anyone signs in. */
export function askAbout(): void {
  aboutTrouble.value = null;
  about().then(
    (found) => {
      aboutCity.value = found;
      void loadReference();
    },
    (error: unknown) => {
      aboutTrouble.value = error;
    },
  );
}
