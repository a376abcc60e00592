/** What helps to find a fault and says nothing of anybody: versions, counts, error codes, features. No ids, no words. */
import { ofVault, read } from "./db.ts";
import { sendingChoice } from "./sending.ts";
import { readStorage, roomOf, storageState } from "./storage.ts";
import { syncState } from "./sync_state.ts";
import { buildId } from "./update.ts";
import { vault } from "./vault.ts";

type Counts = Record<string, number>;

function counted(keys: readonly string[]): Counts {
  const found: Counts = {};
  for (const key of keys) found[key] = (found[key] ?? 0) + 1;
  return found;
}

async function rows(kid: string) {
  const [entries, blobs, drafts, records] = await read((db) =>
    Promise.all([
      db.getAll("entries", ofVault(kid)),
      db.getAll("blobs", ofVault(kid, "")),
      db.count("drafts", ofVault(kid, "")),
      db.count("records", ofVault(kid, "")),
    ]),
  );
  const problems = [...entries, ...blobs].flatMap(({ problem }) => (problem ? [problem] : []));
  return {
    entries: counted(entries.map((row) => `${row.kind}.${row.state}`)),
    blobs: counted(blobs.map((row) => `${row.role}.${row.state}${row.freed ? ".freed" : ""}`)),
    drafts,
    records,
    problems: counted(problems),
  };
}

const has = (owner: unknown, name: string): boolean =>
  typeof owner === "object" && owner !== null && name in owner;

/** Browser features that the app uses or goes without. */
function features(): Record<string, boolean> {
  const at = globalThis as unknown as Record<string, unknown>;
  const nav = globalThis.navigator;
  return {
    locks: has(nav, "locks"),
    storage: has(nav, "storage"),
    service_worker: has(nav, "serviceWorker"),
    connection: has(nav, "connection"),
    wake_lock: has(nav, "wakeLock"),
    vibrate: has(nav, "vibrate"),
    share: has(nav, "share"),
    offscreen_canvas: "OffscreenCanvas" in at,
    image_capture: "ImageCapture" in at,
    background_sync: "SyncManager" in at,
    broadcast_channel: "BroadcastChannel" in at,
  };
}

/** The browser's family and version; the rest of what it says could tell one phone from another. */
function browser(): string {
  const found = /(Chrome|Firefox|Version|ArkWeb|MicroMessenger)\/(\d+)/.exec(globalThis.navigator.userAgent);
  return found ? `${found[1]} ${found[2]}` : "?";
}

const rounded = (bytes: number | null): number | null =>
  bytes === null ? null : Math.round(bytes / (1024 * 1024));

/** The whole report as it leaves the phone: JSON in lines, made to be read before it is given away. */
export async function diagnosis(): Promise<string> {
  await readStorage();
  const kid = vault.value?.kid;
  const { phase, problem, unsent_entries, unsent_pictures, original_bytes, delivered } = syncState.value;
  const { persisted, used_bytes, free_bytes } = storageState.value;
  const report = {
    made_at: new Date().toISOString(),
    build: buildId,
    browser: browser(),
    language: document.documentElement.lang,
    screen: `${innerWidth}x${innerHeight}@${devicePixelRatio}`,
    standalone: matchMedia("(display-mode: standalone)").matches,
    sync: {
      phase,
      problem,
      unsent_entries,
      unsent_pictures,
      original_mb: rounded(original_bytes),
      delivered,
    },
    rule: kid ? (await sendingChoice(kid)).rule : null,
    storage: {
      ...{ persisted, used_mb: rounded(used_bytes), free_mb: rounded(free_bytes) },
      room: roomOf(storageState.value),
    },
    ...(kid ? { held: await rows(kid) } : {}),
    features: features(),
  };
  return JSON.stringify(report, null, 1);
}
