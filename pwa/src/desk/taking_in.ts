// Takes an opened export file in, row by row: entries in batches, pictures in pieces, drafts kept aside.

import { base64, fromUtf8 } from "../core/bytes";
import type * as wire from "../core/contract";
import { type FileKey, type Header, openFile, type Row, rowsOf } from "../device/export_reading";
import { call } from "./api";
import { wordsOf } from "./problem_words";

const BATCH = 50;
const BATCH_CHARS = 1_000_000;
const PIECE_BYTES = 1_500_000;

export interface Tally {
  admitted: number;
  known: number;
  refused: number;
  pictures: number;
  /** Drafts cannot be admitted: they were never signed. They are handed to whoever imports. */
  drafts: string[];
  /** Rows that did not open, and pictures that were not taken, each by name and why. */
  troubles: string[];
  /** False where the file was cut short. */
  whole: boolean;
}

const EMPTY: Tally = {
  ...{ admitted: 0, known: 0, refused: 0, pictures: 0 },
  ...{ drafts: [], troubles: [], whole: false },
};

const path = (kid: string, what = ""): string => `/exports/${encodeURIComponent(kid)}${what}`;

class Taking {
  tally: Tally = { ...EMPTY, drafts: [], troubles: [] };
  private waiting: string[] = [];
  private readonly kid: string;
  private readonly onStep: (tally: Tally) => void;
  constructor(kid: string, onStep: (tally: Tally) => void) {
    this.kid = kid;
    this.onStep = onStep;
  }

  async take({ type, id, data }: Row): Promise<void> {
    if (data === null) this.tally.troubles.push(`${type}/${id}`);
    else if (type === "drafts") this.tally.drafts.push(fromUtf8(data));
    else if (type === "blob") await this.picture(id, data);
    else {
      this.waiting.push(fromUtf8(data));
      const chars = this.waiting.reduce((sum, jws) => sum + jws.length, 0);
      if (this.waiting.length === BATCH || chars > BATCH_CHARS) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const entries = this.waiting;
    this.waiting = [];
    const taken = await call<wire.ExportTaken>("POST", path(this.kid, "/entries"), { entries });
    for (const name of ["admitted", "known", "refused"] as const) this.tally[name] += taken[name];
    this.onStep({ ...this.tally });
  }

  private async picture(sha256: string, data: Uint8Array): Promise<void> {
    // Its entry must be there first: the server takes no picture that nobody announced.
    await this.flush();
    try {
      for (let offset = 0; offset < data.length; offset += PIECE_BYTES) {
        const part = base64(data.subarray(offset, offset + PIECE_BYTES));
        const piece = { sha256, length: data.length, offset, data: part };
        await call<wire.ExportStanding>("POST", path(this.kid, "/pieces"), piece);
      }
      this.tally.pictures += 1;
    } catch (error) {
      this.tally.troubles.push(`${sha256.slice(0, 12)}: ${wordsOf(error).what}`);
    }
    this.onStep({ ...this.tally });
  }
}

/** Opens the file with its key, writes down who did, and takes everything in. Throws UnreadableFile or ApiProblem. */
export async function takeIn(
  file: Blob,
  header: Header,
  key: FileKey,
  onStep: (tally: Tally) => void,
): Promise<Tally> {
  const opened = await openFile(header, key);
  const { kid, format, made_at } = header;
  await call<void>("POST", path(kid), { format, how: key.how, made_at });
  const taking = new Taking(kid, onStep);
  const rows = rowsOf(file, header, opened);
  let next = await rows.next();
  for (; !next.done; next = await rows.next()) await taking.take(next.value);
  await taking.flush();
  return { ...taking.tally, whole: next.value };
}
