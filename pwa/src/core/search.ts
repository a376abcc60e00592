/**
 * Finding items and places by what people type: words of the name, a code, pinyin, its initials, or a mixture
 * (zxx, zhongxx, zhongxiaoxue all find 中小学). Ten thousand names take a few milliseconds.
 */

/** What can be found. `pinyin` has its syllables apart; without it the initials stand for them. */
export interface Named {
  names: readonly string[];
  initials: string;
  pinyin: string | null;
}

export interface Indexed<T> {
  of: T;
  /** Where it stands in the list. */
  n: number;
  names: readonly string[];
  syllables: readonly string[];
  /** The first letter of each syllable. */
  firsts: string;
  /** A bit for each letter of the syllables: most names are told not to fit by these alone. */
  letters: number;
}

const A = 97;
const ZERO = 48;

/** A bit for each letter a to z, and the six that are left for the digits together. */
function lettersOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= A && code < A + 26) bits |= 1 << (code - A);
    else if (code >= ZERO && code < ZERO + 10) bits |= 1 << (26 + (code % 6));
  }
  return bits;
}

export function index<T>(all: readonly T[], named: (one: T) => Named): Indexed<T>[] {
  return all.map((of, n) => {
    const { names, initials, pinyin } = named(of);
    const syllables = pinyin ? pinyin.split(" ") : [...initials];
    return {
      of,
      n,
      names: names.map((name) => name.toLowerCase()),
      syllables,
      firsts: syllables.map((syllable) => syllable[0] ?? " ").join(""),
      letters: lettersOf(pinyin ?? initials),
    };
  });
}

/** Are the letters, from the k-th on, spelt by the syllables from the i-th on, each cut short at will? */
function spells(syllables: readonly string[], i: number, typed: string, k: number): boolean {
  if (k === typed.length) return true;
  const syllable = syllables[i];
  if (syllable === undefined) return false;
  let same = 0;
  while (same < syllable.length && syllable[same] === typed[k + same]) same += 1;
  for (let taken = same; taken > 0; taken -= 1) {
    if (spells(syllables, i + 1, typed, k + taken)) return true;
  }
  return false;
}

const EXACT = 6;
const BEGINS = 5;
const SPELT = 4;
const HOLDS = 3;
const SPELT_WITHIN = 2;

/** One word that was typed; `letters` is null where it cannot be spelt. */
interface Term {
  text: string;
  letters: number | null;
}

const termsOf = (typed: string): Term[] =>
  typed
    .split(/\s+/)
    .filter(Boolean)
    .map((text) => ({ text, letters: /^[a-z0-9]+$/.test(text) ? lettersOf(text) : null }));

function rankName(name: string, term: string): number {
  const at = name.indexOf(term);
  if (at < 0) return 0;
  if (at > 0) return HOLDS;
  return name.length === term.length ? EXACT : BEGINS;
}

function rankNames(names: readonly string[], term: string): number {
  let best = 0;
  for (const name of names) best = Math.max(best, rankName(name, term));
  return best;
}

/** Is it spelt by the syllables from some place behind the first on? */
function speltWithin({ syllables, firsts }: Indexed<unknown>, term: string): boolean {
  const first = term[0] ?? "";
  for (let i = firsts.indexOf(first, 1); i > 0; i = firsts.indexOf(first, i + 1)) {
    if (spells(syllables, i, term, 0)) return true;
  }
  return false;
}

function rankTerm(one: Indexed<unknown>, { text, letters }: Term): number {
  const named = rankNames(one.names, text);
  if (named >= BEGINS || letters === null || (letters & ~one.letters) !== 0) return named;
  if (spells(one.syllables, 0, text, 0)) return SPELT;
  if (named > 0) return named;
  return speltWithin(one, text) ? SPELT_WITHIN : 0;
}

/** How well a name fits all the words typed; 0 for not at all. */
function rank(one: Indexed<unknown>, terms: readonly Term[]): number {
  let worst = EXACT;
  for (const term of terms) {
    worst = Math.min(worst, rankTerm(one, term));
    if (worst === 0) return 0;
  }
  return worst;
}

/** Does it hold this one word, as it is written or spelt? */
export const fits = (one: Indexed<unknown>, word: string): boolean =>
  rank(one, termsOf(word.toLowerCase())) > 0;

interface Hit<T> {
  one: Indexed<T>;
  fit: number;
}

interface Costing<T> extends Hit<T> {
  cost: number;
}

const lengthOf = ({ one }: Hit<unknown>): number => one.names[0]?.length ?? 0;

/** By how well they fit, then by cost, then the shorter name. */
const isBefore = (a: Costing<unknown>, b: Costing<unknown>): boolean =>
  (b.fit - a.fit || a.cost - b.cost || lengthOf(a) - lengthOf(b)) < 0;

/** Puts one where it belongs; of equal ones the first stays first. */
function sortIn<T>(best: Costing<T>[], next: Costing<T>): void {
  let at = best.length;
  while (at > 0 && isBefore(next, best[at - 1] as Costing<T>)) at -= 1;
  best.splice(at, 0, next);
}

function bestOf<T>(hits: readonly Hit<T>[], cost: (one: T, n: number) => number, limit: number): T[] {
  const best: Costing<T>[] = [];
  for (const { one, fit } of hits) {
    const worst = best[limit - 1];
    // Most hits of a single letter fit worse than the few that are shown: they are not even measured.
    if (worst && fit < worst.fit) continue;
    sortIn(best, { one, fit, cost: cost(one.of, one.n) });
    best.length = Math.min(best.length, limit);
  }
  return best.map(({ one }) => one.of);
}

/** Gives the best `limit` for what was typed; with nothing typed all fit, and `cost` alone decides. */
export type Search<T> = (typed: string, cost: (one: T, n: number) => number, limit: number) => T[];

/** A search that is asked again with every letter: while letters are only added, it looks among the last hits alone. */
export function searcher<T>(all: readonly Indexed<T>[]): Search<T> {
  let last: { typed: string; hits: Hit<T>[] } | null = null;
  const hitsOf = (typed: string): Hit<T>[] => {
    const terms = termsOf(typed);
    const among = last && typed.startsWith(last.typed) ? last.hits.map(({ one }) => one) : all;
    const hits: Hit<T>[] = [];
    for (const one of among) {
      const fit = rank(one, terms);
      if (fit > 0) hits.push({ one, fit });
    }
    return hits;
  };
  return (typed, cost, limit) => {
    const plain = typed.toLowerCase();
    if (plain !== last?.typed) last = { typed: plain, hits: hitsOf(plain) };
    return bestOf(last.hits, cost, limit);
  };
}
