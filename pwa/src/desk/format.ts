// Times, spans, sizes and positions as the desk writes them.

import { lang, t } from "../text/desk";

const pad = (n: number): string => String(n).padStart(2, "0");

/** Wall clock at `offset` minutes east of UTC, so that a reviewer elsewhere still reads the officer's clock. */
function shifted(iso: string, offset: number | null): Date | null {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  const minutes = offset ?? -new Date(at).getTimezoneOffset();
  return new Date(at + minutes * 60_000);
}

const day = (at: Date): string =>
  `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
const clock = (at: Date): string => `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;

/** `2026-11-22 07:20:31`; the text itself when it is no time. */
export function fullTime(iso: string | null, offset: number | null = null): string {
  if (iso === null) return t("facts.undated");
  const at = shifted(iso, offset);
  return at ? `${day(at)} ${clock(at)}:${pad(at.getUTCSeconds())}` : iso;
}

/** `07:20` today, `11-21 07:20` this year, otherwise the whole date; as a clock at `offset` shows it. */
export function shortTime(iso: string | null, offset: number | null = null, now: Date = new Date()): string {
  if (iso === null) return t("facts.undated");
  const at = shifted(iso, offset);
  const here = shifted(now.toISOString(), offset);
  if (!at || !here) return iso;
  if (day(at) === day(here)) return clock(at);
  if (at.getUTCFullYear() === here.getUTCFullYear()) return `${day(at).slice(5)} ${clock(at)}`;
  return day(at);
}

/** A length of time in its largest fitting unit: `45 秒`, `12 分钟`, `3 小时`, `5 天`. */
export function span(ms: number): string {
  const s = Math.abs(ms) / 1000;
  if (s < 90) return t("time.seconds", { n: Math.round(s) });
  if (s < 5400) return t("time.minutes", { n: Math.round(s / 60) });
  if (s < 172_800) return t("time.hours", { n: Math.round(s / 3600) });
  return t("time.days", { n: Math.round(s / 86_400) });
}

export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  if (n < 1_000_000) return `${Math.round(n / 1000)} kB`;
  return `${(n / 1_000_000).toFixed(1)} MB`;
}

/** `36.123456, 117.123456` from integers of 1e-7 degree. */
export function coordinates(point: { lat: number; lon: number }): string {
  return `${(point.lat / 1e7).toFixed(6)}, ${(point.lon / 1e7).toFixed(6)}`;
}

export function shortHash(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 10)}…${hash.slice(-6)}` : hash;
}

/** Joins parts that exist with the middle dot of both languages. */
export function dotted(...parts: (string | number | null | undefined | false)[]): string {
  return parts.filter((part) => part).join(" · ");
}

export function count(n: number): string {
  return n.toLocaleString(lang.value === "zh" ? "zh-CN" : "en-GB");
}
