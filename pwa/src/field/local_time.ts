/** Between an instant and what a `datetime-local` input shows. */

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** The local wall time of an ISO instant, to the minute; empty when there is none. */
export function toLocal(iso: string): string {
  const at = new Date(iso);
  if (iso === "" || Number.isNaN(at.getTime())) return "";
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The UTC instant of a local wall time; null when it is empty or no time. */
export function fromLocal(local: string): string | null {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
