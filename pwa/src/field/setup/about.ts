import { signal } from "@preact/signals";
import { about } from "../../device/enrol";
import { isDemo, loadReference } from "../../device/reference";
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
      isDemo.value = found.demo;
      // A browser that stores nothing still says that this is a demo.
      loadReference().catch(() => undefined);
    },
    (error: unknown) => {
      aboutTrouble.value = error;
    },
  );
}
