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
  names: readonly string[];
  syllables: readonly string[];
}

export function index<T>(all: readonly T[], named: (one: T) => Named): Indexed<T>[] {
  return all.map((of) => {
    const { names, initials, pinyin } = named(of);
    const syllables = pinyin ? pinyin.split(" ") : [...initials];
    return { of, names: names.map((name) => name.toLowerCase()), syllables };
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

function rankName(name: string, term: string): number {
  const at = name.indexOf(term);
  if (at < 0) return 0;
  if (at > 0) return HOLDS;
  return name.length === term.length ? EXACT : BEGINS;
}

function rankTerm({ names, syllables }: Indexed<unknown>, term: string): number {
  const named = Math.max(...names.map((name) => rankName(name, term)));
  if (named >= BEGINS || !/^[a-z0-9]+$/.test(term)) return named;
  if (spells(syllables, 0, term, 0)) return SPELT;
  if (named > 0) return named;
  return syllables.some((_, i) => i > 0 && spells(syllables, i, term, 0)) ? SPELT_WITHIN : 0;
}

/** How well a name fits all the words typed; 0 for not at all. */
export function rank(one: Indexed<unknown>, terms: readonly string[]): number {
  let worst = EXACT;
  for (const term of terms) {
    worst = Math.min(worst, rankTerm(one, term));
    if (worst === 0) return 0;
  }
  return worst;
}

/**
 * The best `limit` for what was typed: by how well they fit, then by `cost` (metres, or an order of one's own),
 * then the shorter name. With nothing typed all fit, and `cost` alone decides.
 */
export function search<T>(
  all: readonly Indexed<T>[],
  typed: string,
  cost: (one: T) => number,
  limit: number,
): T[] {
  const terms = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { one: Indexed<T>; fit: number; cost: number }[] = [];
  for (const one of all) {
    const fit = rank(one, terms);
    if (fit > 0) found.push({ one, fit, cost: cost(one.of) });
  }
  const shorter = (a: Indexed<T>, b: Indexed<T>) => (a.names[0]?.length ?? 0) - (b.names[0]?.length ?? 0);
  found.sort((a, b) => b.fit - a.fit || a.cost - b.cost || shorter(a.one, b.one));
  return found.slice(0, limit).map(({ one }) => one.of);
}
