/**
 * The city's basemap on this phone: fetched piece by piece, each checked by its hash, kept as typed arrays for all
 * vaults together. A download goes on where it stopped; a map that is no longer offered is deleted.
 */
import { computed, effect, signal } from "@preact/signals";
import { hex } from "../core/bytes.ts";
import { openArchive } from "../core/pmtiles.ts";
import { getPlain, read, SHARED, write } from "./db.ts";
import { refusal, sendAs } from "./device_token.ts";
import { openVault } from "./docs.ts";
import { places } from "./reference.ts";
import { vault } from "./vault.ts";

export interface Offer {
  sha256: string;
  bytes: number;
  chunk_bytes: number;
  chunks: string[];
  credit: string;
  zooms: [number, number];
}

type Bytes = Uint8Array<ArrayBuffer>;

/** What the city offers; null for none. */
export const offer = signal<Offer | null>(null);
/** How many pieces of it are here; null until the store was read. */
export const fetched = signal<number | null>(null);
export const fetching = signal(false);
export const fetchTrouble = signal<unknown>(null);

export const isWhole = computed(() => offer.value !== null && fetched.value === offer.value.chunks.length);

const PREFIX = "basemap:";
const name = (sha256: string, n: number): string => `${PREFIX}${sha256}/${String(n).padStart(5, "0")}`;
const ofMap = (sha256: string): IDBKeyRange =>
  IDBKeyRange.bound([SHARED, `${PREFIX}${sha256}/`], [SHARED, `${PREFIX}${sha256}0`]);
const PIECES = IDBKeyRange.bound([SHARED, PREFIX], [SHARED, "basemap;"]);

async function readOffer(): Promise<void> {
  const kid = vault.value?.kid;
  if (!kid) return;
  const settings = await getPlain<{ basemap?: Offer | null }>(kid, "settings:city");
  const found = settings?.basemap ?? null;
  if (found?.sha256 !== offer.value?.sha256) offer.value = found;
  await dropOthers(found);
  fetched.value = found ? await read((db) => db.count("plain", ofMap(found.sha256))) : 0;
}

/** Pieces of a map that is not offered any more only take room. */
async function dropOthers(kept: Offer | null): Promise<void> {
  const keys = await read((db) => db.getAllKeys("plain", PIECES));
  const old = keys.filter(([, piece]) => !kept || !piece.startsWith(`${PREFIX}${kept.sha256}/`));
  if (old.length === 0) return;
  await write(["plain"], async (tx) => {
    for (const key of old) await tx.objectStore("plain").delete(key);
  });
}

effect(() => {
  // Every contact that brought news reads the places again, and with them the city's settings.
  void places.value;
  if (vault.value) void readOffer().catch(() => undefined);
});

/** A piece that is not what the city offered: the line or the server changed it. */
export class WrongPiece extends Error {
  override name = "WrongPiece";
}

async function fetchPiece(of: Offer, n: number): Promise<void> {
  const from = n * of.chunk_bytes;
  const to = Math.min(of.bytes, from + of.chunk_bytes) - 1;
  const headers = { Range: `bytes=${from}-${to}`, Accept: "*/*" };
  const answer = await sendAs(openVault(), `/api/basemap/${of.sha256}`, { headers, timeout_ms: 120_000 });
  if (answer.status !== 206) throw await refusal(answer);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (hex(digest) !== of.chunks[n]) throw new WrongPiece();
  await write(["plain"], (tx) =>
    tx.objectStore("plain").put({ kid: SHARED, name: name(of.sha256, n), value: bytes }),
  );
}

async function missing(of: Offer): Promise<number[]> {
  const keys = await read((db) => db.getAllKeys("plain", ofMap(of.sha256)));
  const here = new Set(keys.map(([, piece]) => piece));
  return of.chunks.flatMap((_, n) => (here.has(name(of.sha256, n)) ? [] : [n]));
}

async function fetchMissing(of: Offer): Promise<void> {
  for (const n of await missing(of)) {
    if (!fetching.value || offer.value !== of) return;
    await fetchPiece(of, n);
    fetched.value = (fetched.value ?? 0) + 1;
  }
}

/** Fetches what is missing, one piece after another; what goes wrong is in `fetchTrouble`, what came is kept. */
export async function fetchBasemap(): Promise<void> {
  const of = offer.value;
  if (!of || fetching.value) return;
  fetching.value = true;
  fetchTrouble.value = null;
  try {
    await fetchMissing(of);
  } catch (error) {
    fetchTrouble.value = error;
  } finally {
    fetching.value = false;
  }
}

export function pauseBasemap(): void {
  fetching.value = false;
}

export async function dropBasemap(): Promise<void> {
  fetching.value = false;
  await dropOthers(null);
  fetched.value = 0;
}

/** Neighbouring tiles lie in the same few pieces. */
const HELD = 4;

function reader(of: Offer): (offset: number, length: number) => Promise<Bytes> {
  const held = new Map<number, Promise<Bytes>>();
  const piece = (n: number): Promise<Bytes> => {
    const known =
      held.get(n) ?? getPlain<Bytes>(SHARED, name(of.sha256, n)).then((bytes) => bytes ?? new Uint8Array());
    held.delete(n);
    held.set(n, known);
    const [oldest] = held.keys();
    if (held.size > HELD && oldest !== undefined) held.delete(oldest);
    return known;
  };
  return async (offset, length) => {
    if (offset + length > of.bytes) throw new Error("the basemap is cut short");
    const whole = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = offset + done;
      const n = Math.floor(at / of.chunk_bytes);
      const part = (await piece(n)).subarray(at - n * of.chunk_bytes).subarray(0, length - done);
      if (part.length === 0) throw new Error("the basemap is cut short");
      whole.set(part, done);
      done += part.length;
    }
    return whole;
  };
}

/** No directory of a city is larger; a few packed bytes that swell to more would fill the phone's memory. */
const MOST_UNPACKED = 8 * 1024 * 1024;

async function unpack(bytes: Bytes): Promise<Bytes> {
  let size = 0;
  const measured = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, out) {
      size += part.length;
      if (size > MOST_UNPACKED) throw new RangeError("the basemap swells");
      out.enqueue(part);
    },
  });
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).pipeThrough(measured);
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Pictures of the ground, or null while there are none: not all of it is here, or the browser cannot unpack. */
export const ground = computed(() => {
  const of = offer.value;
  if (!of || !isWhole.value || typeof DecompressionStream === "undefined") return null;
  return { zooms: of.zooms, credit: of.credit, tile: openArchive(reader(of), unpack) };
});
