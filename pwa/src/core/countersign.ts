/** What one phone shows and the other reads, when a partner signs a record: by camera, or typed. Pure. */
import { base64url, hex, unbase64url, utf8 } from "./bytes.ts";
import { MOST_BYTES } from "./qr.ts";

/** The record that a partner is asked to sign, as its maker's phone describes it. */
export interface ToSign {
  /** The entry's hash in hex. */
  entry: string;
  item: string;
  /** UTC, to the minute: 2026-11-22T08:00Z. */
  at: string;
  maker: string;
}

const MARK = "XZ1";
/** No letter that looks like another (Crockford). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TYPED_HEX = 20;
const TYPED_LETTERS = 16;
const CHECK_LETTERS = 2;
/** The largest prime that two letters hold: one wrong letter is always noticed. */
const PRIME = 1021n;

function shortened(text: string, most: number): string {
  let short = text;
  while (utf8(short).length > most) short = [...short].slice(0, -1).join("");
  return short;
}

/** The text of the QR; the maker's name is cut where it does not fit. */
export function toSignText({ entry, item, at, maker }: ToSign): string {
  const bytes = Uint8Array.from(entry.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const head = `${MARK} ${base64url(bytes)} ${item} ${at} `;
  return head + shortened(maker, MOST_BYTES - utf8(head).length);
}

/** What a scanned text asks to sign; null for any other text. */
export function readToSign(text: string): ToSign | null {
  const found = /^XZ1 ([\w-]{43}) (\S{1,12}) (\d{4}-\d\d-\d\dT\d\d:\d\dZ)(?: (.*))?$/u.exec(text.trimEnd());
  if (!found) return null;
  const [, name = "", item = "", at = "", maker = ""] = found;
  try {
    return { entry: hex(unbase64url(name)), item, at, maker };
  } catch {
    return null;
  }
}

function letters(value: bigint, count: number): string {
  let text = "";
  for (let i = 0, rest = value; i < count; i += 1, rest >>= 5n) text = LETTERS[Number(rest & 31n)] + text;
  return text;
}

/** Eighteen letters to read out, in three groups: 80 bits of the hash, and two to notice a slip. */
export function codeOf(entry: string): string {
  const value = BigInt(`0x${entry.slice(0, TYPED_HEX)}`);
  const whole = letters(value, TYPED_LETTERS) + letters(value % PRIME, CHECK_LETTERS);
  return whole.replace(/(.{6})(?=.)/g, "$1-");
}

/** The beginning of the entry's hash, 20 hex digits; null where a letter is wrong or missing. */
export function readCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const values = [...plain].map((letter) => LETTERS.indexOf(letter));
  if (values.length !== TYPED_LETTERS + CHECK_LETTERS || values.includes(-1)) return null;
  const number = (part: number[]): bigint => part.reduce((sum, value) => sum * 32n + BigInt(value), 0n);
  const value = number(values.slice(0, TYPED_LETTERS));
  if (value % PRIME !== number(values.slice(TYPED_LETTERS))) return null;
  return value.toString(16).padStart(TYPED_HEX, "0");
}
