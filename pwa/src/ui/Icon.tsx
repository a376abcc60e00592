import type { LucideIcon } from "lucide-preact";

export type IconNode = LucideIcon;

/** One outlined icon. Decorative unless it has a label; words beside it carry the meaning. */
export function Icon({ of: Drawing, label }: { of: IconNode; label?: string }) {
  if (label) return <Drawing class="icon" strokeWidth={1.75} role="img" aria-label={label} />;
  return <Drawing class="icon" strokeWidth={1.75} aria-hidden="true" />;
}
