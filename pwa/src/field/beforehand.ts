import { signal } from "@preact/signals";
import { go } from "./router";

/** Where the next record is: chosen at home, on the plan, or by "another one here". */
export interface Beforehand {
  place: string | null;
  name: string;
  address: string;
  /** The task that sends the officer there. */
  task?: string;
}

/** New drafts begin with it; null while nothing was chosen. */
export const beforehand = signal<Beforehand | null>(null);
/** Why no record could be begun, or null. */
export const beginTrouble = signal<unknown>(null);

/** Begins a record at what is done first: pictures, points or counting; the code of the record screens comes now at the latest. */
export async function begin(item: string | null): Promise<void> {
  try {
    const { newDraft, firstScreen } = await import("./draft");
    const id = await newDraft(item, beforehand.value);
    beforehand.value = null;
    beginTrouble.value = null;
    go({ name: firstScreen(), draft: id });
  } catch (error) {
    beginTrouble.value = error;
  }
}
