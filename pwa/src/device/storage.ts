import { signal } from "@preact/signals";

export interface StorageState {
  /** Null where the browser cannot say. */
  persisted: boolean | null;
  used_bytes: number | null;
  free_bytes: number | null;
  oldest_unsent_at: string | null;
}

export const storageState = signal<StorageState>({
  persisted: null,
  used_bytes: null,
  free_bytes: null,
  oldest_unsent_at: null,
});

/** Asks the browser to keep this app's data; true if it promises to. Call after enrolment or installing. */
export async function askPersist(): Promise<boolean> {
  throw new Error("not yet");
}
export async function readStorage(): Promise<void> {
  throw new Error("not yet");
}
