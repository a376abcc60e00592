import type { Catalogue } from "./catalogue.ts";
import type { Head } from "./journal.ts";
import type { EntryResult } from "./outbox_events.ts";
import type { ConsistencyProof, Receipt } from "./receipts.ts";

/** Answers of the server by their shape. A captive portal may speak JSON too, and then it is not our server. */

export interface JournalAnswer {
  results: Omit<EntryResult, "seq">[];
  have: Head;
  receipt: Receipt | null;
  consistency: ConsistencyProof | null;
  restart: string | null;
  revoked: boolean;
}

export interface ReceiptsAnswer {
  receipts: { [sha256: string]: Receipt };
  checkpoint: string;
  consistency: ConsistencyProof | null;
  restart: string | null;
}

export interface Subject {
  subject: string;
  state: Record<string, unknown> | null;
}

export interface ChangesPage {
  cursor: string;
  more: boolean;
  subjects: Subject[];
}

export interface Restarts {
  restarts: { note: string }[];
}

type Is<T> = (value: unknown) => value is T;
type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isFlag: Test = (value) => typeof value === "boolean";
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** An older server leaves out what it did not know yet. */
const maybe =
  (is: Test): Test =>
  (value) =>
    value === null || value === undefined || is(value);
const listOf =
  (is: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every((one) => is(one));
const mapOf =
  (is: Test): Test =>
  (value) =>
    isMap(value) && Object.values(value).every((one) => is(one));
const shaped =
  <T>(shape: { [K in keyof T]: Test }): Is<T> =>
  (value): value is T =>
    isMap(value) && Object.entries<Test>(shape).every(([name, is]) => is(value[name]));

export const isHead = shaped<Head>({ seq: isCount, hash: isText });

const isReceipt = shaped<Receipt>({
  leaf: isText,
  index: isCount,
  proof: listOf(isText),
  checkpoint: isText,
});
const isConsistency = shaped<ConsistencyProof>({ from: isCount, to: isCount, proof: listOf(isText) });
const isResult = shaped<Omit<EntryResult, "seq">>({
  hash: isText,
  state: (value) => value === "admitted" || value === "known" || value === "refused",
  problem: maybe(shaped<{ code: string; permanent: boolean }>({ code: isText, permanent: isFlag })),
});

export const isJournalAnswer = shaped<JournalAnswer>({
  results: listOf(isResult),
  have: isHead,
  receipt: maybe(isReceipt),
  consistency: maybe(isConsistency),
  restart: maybe(isText),
  revoked: maybe(isFlag),
});

export const isReceiptsAnswer = shaped<ReceiptsAnswer>({
  receipts: mapOf(isReceipt),
  checkpoint: isText,
  consistency: maybe(isConsistency),
  restart: maybe(isText),
});

export const isChangesPage = shaped<ChangesPage>({
  cursor: isText,
  more: isFlag,
  subjects: listOf(shaped<Subject>({ subject: isText, state: maybe(isMap) })),
});

export const isRestarts = shaped<Restarts>({ restarts: listOf(shaped<{ note: string }>({ note: isText })) });

/** Is it the catalogue of that edition? What it says in detail its publisher has checked. */
export const isCatalogueOf =
  (edition: string): Is<Catalogue> =>
  (value): value is Catalogue =>
    isMap(value) &&
    isMap(value["meta"]) &&
    value["meta"]["edition"] === edition &&
    Array.isArray(value["items"]);
