// The proven time bracket of a record, placed on a line from 0 to 1 so that it can be drawn.

export interface Bracket {
  /** Milliseconds between the proven bounds; null without a lower bound. */
  width_ms: number | null;
  /** Where the claimed time stands on the drawn line. */
  claimed: number;
  from: number | null;
  to: number;
  inside: boolean;
}

interface Times {
  claimed_at: string | null;
  not_before: string | null;
  received_at: string;
}

const MARGIN = 0.12;

const ms = (iso: string | null): number | null => {
  const value = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(value) ? null : value;
};

/** Null when the claimed or the received time cannot be read. */
export function bracketOf(times: Times): Bracket | null {
  const [claimed, from, to] = [ms(times.claimed_at), ms(times.not_before), ms(times.received_at)];
  return claimed === null || to === null ? null : placed(claimed, from, to);
}

function placed(claimed: number, from: number | null, to: number): Bracket {
  const low = Math.min(claimed, to, from ?? to);
  const length = Math.max(claimed, to, from ?? to) - low || 1;
  const at = (time: number): number => MARGIN + ((time - low) / length) * (1 - 2 * MARGIN);
  return {
    width_ms: from === null ? null : to - from,
    claimed: at(claimed),
    from: from === null ? null : at(from),
    to: at(to),
    inside: claimed <= to && claimed >= (from ?? claimed),
  };
}
