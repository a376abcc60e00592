/** The change feed: the present state of what this officer may see, kept for use without a network. */
import { type ChangesPage, isCatalogueOf, isChangesPage, type Subject } from "../core/wire.ts";
import { type DocRow, getPlain, type PlainRow, type Write, write } from "./db.ts";
import { askAs } from "./device_token.ts";
import { sealDoc } from "./docs.ts";
import { ours, request } from "./http.ts";
import { editVault, type Vault } from "./vault.ts";

const PAGE = 200;

/**
 * Stored names of reference data: `place:<id>`, `walks:<id>` (the streets around a school), `task:<id>`, `settings:city`,
 * `catalogue:<edition>`, `edition`.
 */
const isReference = (subject: string): boolean => /^(place|walks|settings|task|user):/.test(subject);

/** An app that kept fewer kinds stopped elsewhere, under another name: whoever learns a kind reads the feed anew. */
const CURSOR = "cursor:2";

interface Edition {
  edition: string;
  published_at: string;
}

const editionsIn = (subjects: Subject[]): Edition[] =>
  subjects
    .filter(({ subject, state }) => subject.startsWith("edition:") && state)
    .map(({ subject, state }) => ({
      edition: subject.slice("edition:".length),
      published_at: String(state?.["published_at"] ?? ""),
    }));

/** The documents of new editions, and which edition is in force: the one published last. */
async function newestCatalogue(vault: Vault, subjects: Subject[]): Promise<PlainRow[]> {
  const { kid } = vault;
  const found = editionsIn(subjects);
  if (found.length === 0) return [];
  const rows: PlainRow[] = [];
  for (const { edition } of found) {
    const path = `/api/catalogue/${encodeURIComponent(edition)}`;
    const value = ours(await request(path), isCatalogueOf(edition));
    rows.push({ kid, name: `catalogue:${edition}`, value });
  }
  const known = await getPlain<Edition>(kid, "edition");
  const all = known ? [known, ...found] : found;
  const value = all.reduce((a, b) => (b.published_at >= a.published_at ? b : a));
  return [...rows, { kid, name: "edition", value }];
}

async function recordStates(vault: Vault, subjects: Subject[]): Promise<DocRow[]> {
  const own = subjects.filter(({ subject, state }) => subject.startsWith("record:") && state);
  return Promise.all(own.map(({ subject, state }) => sealDoc(vault, "states", subject.slice(7), state)));
}

const putOrDelete = (tx: Write, kid: string, { subject, state }: Subject): Promise<unknown> =>
  state
    ? tx.objectStore("plain").put({ kid, name: subject, value: state })
    : tx.objectStore("plain").delete([kid, subject]);

/** One page is stored with its cursor in one transaction: a page that was cut off comes again. */
async function storePage(vault: Vault, page: ChangesPage): Promise<void> {
  const { kid } = vault;
  const catalogues = await newestCatalogue(vault, page.subjects);
  const states = await recordStates(vault, page.subjects);
  const reference = page.subjects.filter(({ subject }) => isReference(subject));
  const gone = page.subjects.filter(({ subject, state }) => subject.startsWith("record:") && !state);
  const plain = [...catalogues, { kid, name: CURSOR, value: page.cursor }];
  await write(["plain", "states"], async (tx) => {
    for (const subject of reference) await putOrDelete(tx, kid, subject);
    for (const row of plain) await tx.objectStore("plain").put(row);
    for (const row of states) await tx.objectStore("states").put(row);
    for (const { subject } of gone) await tx.objectStore("states").delete([kid, subject.slice(7)]);
  });
}

const revokedAt = (kid: string, subjects: Subject[]): unknown =>
  subjects.find(({ subject }) => subject === `device:${kid}`)?.state?.["revoked_at"];

/** Reads on to the end of the feed; resolves with how many subjects changed. Throws Problem or NoContact. */
export async function pullChanges(vault: Vault): Promise<number> {
  let count = 0;
  for (let more = true; more; ) {
    const cursor = await getPlain<string>(vault.kid, CURSOR);
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
    const page = ours(await askAs(vault, `/api/changes?${query}`), isChangesPage);
    await storePage(vault, page);
    if (revokedAt(vault.kid, page.subjects)) await editVault(vault.kid, { revoked: true });
    count += page.subjects.length;
    more = page.more && page.cursor !== cursor;
  }
  return count;
}
