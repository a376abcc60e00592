import type { ComponentChildren } from "preact";

/** Long words that may hold nothing to tap: the keyboard, too, can reach and scroll them. */
export function Reading({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must take the focus
    <section class="scroll stack" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
