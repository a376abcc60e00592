import type { About, Officer } from "./types.ts";

export interface SignedIn {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: { id: string; name: string } | null;
}

/** An enrolled device that has no vault yet: hand it to `createVault` at once, its key is only in memory. */
export interface Enrolment {
  kid: string;
  user: Officer;
  origin: string;
}

export async function about(): Promise<About> {
  throw new Error("not yet");
}
export async function signIn(_username: string, _password: string): Promise<SignedIn> {
  throw new Error("not yet");
}
export async function signedIn(): Promise<SignedIn | null> {
  throw new Error("not yet");
}
/** `code` as typed: case, spaces and hyphens do not matter. Throws Problem. */
export async function enrol(_code: string, _label: string): Promise<Enrolment> {
  throw new Error("not yet");
}
