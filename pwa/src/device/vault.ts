import { signal } from "@preact/signals";
import type { Enrolment } from "./enrol.ts";
import type { VaultInfo } from "./types.ts";

export interface Vault extends VaultInfo {
  readonly draining: boolean;
}

/** The wrong unlock code; `wait_s` seconds must pass before the next try is looked at. */
export class WrongPin extends Error {
  override name = "WrongPin";
  readonly wait_s: number;
  constructor(wait_s: number) {
    super("wrong unlock code");
    this.wait_s = wait_s;
  }
}

/** The vault whose screens are open; null while the app is locked. */
export const vault = signal<Vault | null>(null);

export async function listVaults(): Promise<VaultInfo[]> {
  throw new Error("not yet");
}
export async function createVault(_enrolment: Enrolment, _pin: string): Promise<Vault> {
  throw new Error("not yet");
}
export async function unlock(_kid: string, _pin: string): Promise<Vault> {
  throw new Error("not yet");
}
export async function lock(): Promise<void> {
  throw new Error("not yet");
}
export async function changePin(_oldPin: string, _newPin: string): Promise<void> {
  throw new Error("not yet");
}
