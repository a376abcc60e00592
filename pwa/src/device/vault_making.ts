/** How a vault begins, and how its unlock code changes. Apart from the vault itself: a start needs none of it. */
import type { Bytes } from "../core/bytes.ts";
import type { PublicJwk } from "../core/ports.ts";
import { sealToCity } from "./city_seal.ts";
import { aesKey, pinKey, randomBytes, type Sealed, seal } from "./crypto.ts";
import { getPlain, SHARED, type VaultRow, write } from "./db.ts";
import type { Enrolment } from "./enrol.ts";
import { countTry, editVault, hold, KEY_LABEL, SIGNER_LABEL, unwrap, type Vault, vault } from "./vault.ts";

/** The device key of an enrolment that has no vault yet, sealed under the unlock code. */
export interface TriedKey extends Sealed {
  salt: Bytes;
  jwk: PublicJwk;
}

/** Its name among what belongs to the installation. */
export const TRIED = "tried";

/** What an unlock code becomes: slow to make, so it is made before the enrolment code is spent. */
export interface PinLock {
  salt: Bytes;
  key: CryptoKey;
}

/** Under the same code a try that was cut short opens again: it lent its salt. */
export async function pinLock(pin: string): Promise<PinLock> {
  const salt = (await getPlain<TriedKey>(SHARED, TRIED))?.salt ?? randomBytes(16);
  return { salt, key: await pinKey(pin, salt) };
}

const wrapUnder = async ({ salt, key }: PinLock, kid: string, raw: Bytes): Promise<VaultRow["pin"]> => ({
  salt,
  ...(await seal(key, raw, `${kid}/${KEY_LABEL}`)),
});

/** Keeps a fresh enrolment under its unlock code, and opens it. Resolves once it is durable. */
export async function createVault(enrolment: Enrolment, lock: PinLock): Promise<Vault> {
  const { kid, pkcs8, ...rest } = enrolment;
  const raw = randomBytes(32);
  const row: VaultRow = {
    kid,
    user: rest.user,
    origin: rest.origin,
    enrolled_at: rest.enrolled_at,
    jwk: rest.jwk,
    vkey: rest.vkey,
    recovery_vkey: rest.recovery_vkey,
    since: rest.server_time,
    seal_jwk: rest.seal_jwk,
    pin: await wrapUnder(lock, kid, raw),
    city: await sealToCity(rest.seal_jwk, raw, `${kid}/${KEY_LABEL}`),
    key: await seal(await aesKey(raw), pkcs8, `${kid}/${SIGNER_LABEL}`),
    tries: { count: 0, until: 0 },
    revoked: false,
  };
  await write(["vaults", "plain"], async (tx) => {
    await tx.objectStore("vaults").put(row);
    await tx.objectStore("plain").put({ kid, name: "seen", value: rest.seen });
    await tx.objectStore("plain").delete([SHARED, TRIED]);
  });
  return hold(row, raw);
}

/** Throws WrongPin where `oldPin` does not open the vault. */
export async function changePin(oldPin: string, newPin: string): Promise<void> {
  const kid = vault.value?.kid;
  if (!kid) throw new Error("locked");
  const row = await countTry(kid);
  const raw = await unwrap(row, oldPin);
  const pin = await wrapUnder(await pinLock(newPin), kid, raw);
  await editVault(kid, { pin, tries: { count: 0, until: 0 } });
}
