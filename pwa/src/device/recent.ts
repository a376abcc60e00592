/** Reports of the last day: this officer's own on the phone, and those of colleagues as last heard. */
import type { Report } from "../core/already.ts";
import { fromUtf8, utf8 } from "../core/bytes.ts";
import type { Sealed } from "./crypto.ts";
import { getPlain, putPlain } from "./db.ts";
import { askAs } from "./device_token.ts";
import { cachedDocs, openVault } from "./docs.ts";
import type { SavedRecord } from "./types.ts";
import type { Vault } from "./vault.ts";

const NAME = "recent";
const AGAIN_MS = 120_000;

let heardAt = 0;

type Heard = Omit<Report, "own">;

const isHeard = (value: unknown): value is { reports: Heard[] } =>
  Array.isArray((value as { reports?: unknown } | null)?.reports);

async function kept(of: Vault): Promise<Heard[]> {
  try {
    const sealed = await getPlain<Sealed>(of.kid, NAME);
    return sealed ? JSON.parse(fromUtf8(await of.unseal(sealed, NAME))) : [];
  } catch {
    // Damaged rows cost a hint, nothing else.
    return [];
  }
}

async function listen(of: Vault): Promise<void> {
  if (Date.now() - heardAt < AGAIN_MS) return;
  heardAt = Date.now();
  const answer = await askAs(of, "/api/recent");
  if (!isHeard(answer)) return;
  await putPlain(of.kid, NAME, await of.seal(utf8(JSON.stringify(answer.reports)), NAME));
}

function ownOf({ body, wall_at }: SavedRecord): Report[] {
  const { position, item, result } = body;
  if (!position || result !== "finding" || body.withdrawn !== undefined) return [];
  return [{ item, lat: position.lat, lon: position.lon, at: wall_at, own: true }];
}

/** Never waits for the network: `onNews` is called when colleagues were heard of anew. */
export async function recentReports(onNews: () => void): Promise<Report[]> {
  const of = openVault();
  const before = heardAt;
  void listen(of).then(
    () => before !== heardAt && onNews(),
    () => undefined,
  );
  const [records, others] = await Promise.all([cachedDocs<SavedRecord>(of, "records"), kept(of)]);
  return [...records.flatMap(ownOf), ...others.map((one) => ({ ...one, own: false }))];
}
