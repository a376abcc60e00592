import type { IconNode } from 'lucide';
import { h } from 'preact';

export type { IconNode };

/** One outlined icon. Decorative unless it has a label; words beside it carry the meaning. */
export function Icon({ of, label }: { of: IconNode; label?: string }) {
  const access = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true };
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...access}
    >
      {of.map(([tag, attributes], i) => h(tag, { key: i, ...attributes }))}
    </svg>
  );
}
