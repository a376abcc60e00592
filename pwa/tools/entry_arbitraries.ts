/** Whatever the types of the journal allow, sensible or not: the server must admit it all. */
import fc from "fast-check";
import type { Answer, Bodies, EntryPayload, Fix, Kind, RecordBody } from "../src/core/entries.ts";

const text = fc.oneof(
  fc.constantFrom("", "遛犬不牵绳", "\u0000", "\ud800", "\u202e‮", "👮🏽‍♀️", '"\\', "__proto__"),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const whole = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -1, 910_000_000, 2 ** 53));
const hash = fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), text);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const year = fc.date({ min: new Date(0), max: new Date("2199-01-01T00:00:00Z"), noInvalidDate: true });
const wall = fc.oneof(
  year.map((date) => date.toISOString()),
  fc.constant("1970-01-01T00:00:00.000Z"),
  text,
);

const scalar = fc.oneof(text, whole, fc.boolean(), fc.constant(null), fc.double({ noNaN: true }));
const { answer } = fc.letrec<{ answer: Answer }>((tie) => ({
  answer: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("answer"), { maxLength: 3 }),
    fc.dictionary(text, tie("answer"), { maxKeys: 3 }),
  ),
}));

const fix: fc.Arbitrary<Fix> = fc.record({
  lat: whole,
  lon: whole,
  acc_m: whole,
  alt_m: maybe(whole),
  age_ms: whole,
});
const nudged = maybe(fc.record({ lat: whole, lon: whole }));
const why = fc.constantFrom("indoors" as const, "canyon" as const, "away" as const, "other" as const);
const position = fc
  .tuple(fix, nudged, fc.option(fc.record({ why }), { nil: {} }))
  .map(([at, moved, coarse]) => ({ ...at, nudged: moved, ...coarse }));
const geo = fc.record({
  rule: text,
  place: text,
  method: text,
  distance_m: whole,
  error_m: whole,
  verdict: text,
});

const shot: fc.Arbitrary<Bodies["shot"]> = fc.record({
  sha256: hash,
  bytes: whole,
  preview: fc.record({ sha256: hash, bytes: whole }),
  mime: text,
  width: whole,
  height: whole,
  source: fc.constantFrom("camera", "import"),
  slot: maybe(text),
  fixes: fc.array(fix, { maxLength: 4 }),
  heading: maybe(whole),
});

const item = fc.constantFrom("DOG-01", "TRF-01", "SCH-01", "NOPE-99");
const ids = {
  id: fc.oneof(fc.uuid({ version: 7 }), text),
  officer: text,
  partner: maybe(text),
  task: maybe(text),
};
const where = { place: maybe(text), address: text, position: maybe(position), geo: maybe(geo) };
const what = {
  item: fc.oneof(item, text),
  edition: fc.oneof(fc.constant("2026.1"), text),
  result: fc.constantFrom("finding" as const, "all_clear" as const),
  answers: fc.dictionary(text, answer, { maxKeys: 6 }),
  shots: fc.array(hash, { maxLength: 6 }),
  note: text,
  guidance: text,
};
const patrol = { level: text, mode: text, nature: text, source: text, source_no: maybe(text) };
const lineage = {
  purpose: fc.constantFrom("inspect" as const, "fix" as const, "verify" as const),
  case: maybe(text),
  replaces: maybe(hash),
};
const counts = fc.dictionary(text, whole, { maxKeys: 4 });
const cell = fc.record({ of: fc.array(maybe(text), { maxLength: 3 }), counts });
const tally = fc.record(
  { started_at: wall, ended_at: wall, planned_min: whole, counted_s: whole, cells: fc.array(cell) },
  { requiredKeys: ["started_at", "ended_at", "planned_min", "counted_s"] },
);
const later = fc.record({ counts, tally, withdrawn: text }, { requiredKeys: [] });
const record: fc.Arbitrary<RecordBody> = fc
  .tuple(fc.record({ ...ids, ...where, ...what, ...patrol, ...lineage }), later)
  .map(([body, more]) => ({ ...body, ...more }));

const handed = fc.array(fc.record({ from: fc.array(hash, { maxLength: 3 }), sha256: hash, bytes: whole }), {
  maxLength: 3,
});

const bodies: { [K in Kind]: fc.Arbitrary<Bodies[K]> } = {
  shot,
  record,
  derive: fc.record(
    { from: hash, sha256: hash, bytes: whole, how: text, preview: fc.record({ sha256: hash, bytes: whole }) },
    { requiredKeys: ["from", "sha256", "bytes", "how"] },
  ),
  countersign: fc.record({ entry: hash }),
  share: fc.record({ record: text, entry: hash, how: fc.constantFrom("sheet", "copy"), pictures: handed }),
  discard: fc.record({ of: fc.constantFrom("shot", "draft"), what: text, reason: text }),
};

export type Act = Pick<EntryPayload, "kind" | "body" | "at" | "beacon">;

const kinds = Object.keys(bodies) as Kind[];
const at = fc.record({ wall, offset: whole, mono: whole });
const beacon = maybe(fc.record({ size: whole, root: hash }));
const act: fc.Arbitrary<Act> = fc
  .constantFrom(...kinds)
  .chain((kind) =>
    fc.record({ kind: fc.constant(kind), body: bodies[kind] as fc.Arbitrary<Bodies[Kind]>, at, beacon }),
  );

/** What one phone does: up to 40 entries. */
export const acts = fc.array(act, { minLength: 1, maxLength: 40 });
