import { lang } from "../text/field";

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** An instant in local time: 08:12 today, 11-21 08:12 otherwise, with the year when it is another one. */
export function clock(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (sameDay(at, now)) return time;
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.getFullYear() === now.getFullYear() ? `${day} ${time}` : `${at.getFullYear()}-${day} ${time}`;
}

/** The date as a heading says it. */
export function longDay(now = new Date()): string {
  return now.toLocaleDateString(lang.value === "zh" ? "zh-CN" : "en-GB", {
    month: "short",
    day: "numeric",
    weekday: "short",
  });
}

/** Metres as one reads them: 85 m, 480 m, 1.2 km. */
export function metres(m: number): string {
  return m < 1000 ? `${Math.round(m)} m` : `${(m / 1000).toFixed(1)} km`;
}

/** Bytes as one reads them. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kb = bytes / 1024;
  if (kb < 1000) return `${Math.round(kb)} kB`;
  const mb = kb / 1024;
  return mb < 1000 ? `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}
