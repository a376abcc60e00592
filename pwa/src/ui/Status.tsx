import { CircleAlert, CircleCheck, Info, OctagonAlert } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Icon, type IconNode } from "./Icon";

export type Tone = "ok" | "warn" | "bad" | "info" | "plain";

const ICONS: Record<Tone, IconNode> = {
  ok: CircleCheck,
  warn: CircleAlert,
  bad: OctagonAlert,
  info: Info,
  plain: Info,
};

type PillProps = { tone: Tone; icon?: IconNode; children: ComponentChildren };

/** A state: icon, word and colour together, so that none of them stands alone. */
export function StatusPill({ tone, icon, children }: PillProps) {
  return (
    <span class={`pill tone-${tone}`}>
      <Icon of={icon ?? ICONS[tone]} />
      {children}
    </span>
  );
}

type MessageProps = {
  tone?: Tone;
  /** What happened. */
  what: string;
  /** What is safe, and what to do next. */
  then?: string | undefined;
  children?: ComponentChildren;
};

/** A message that stays: what happened, what is safe, what to do. */
export function Message({ tone = "info", what, then, children }: MessageProps) {
  return (
    <div class={`message tone-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon of={ICONS[tone]} />
      <div class="grow stack">
        <p class="what">{what}</p>
        {then && <p class="then">{then}</p>}
        {children}
      </div>
    </div>
  );
}

export function ErrorBox(props: Omit<MessageProps, "tone">) {
  return <Message tone="bad" {...props} />;
}

type EmptyProps = { icon: IconNode; what: string; then: string; children?: ComponentChildren };

/** Nothing here: says what to do next. */
export function Empty({ icon, what, then, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon of={icon} />
      <p class="what">{what}</p>
      <p>{then}</p>
      {children}
    </div>
  );
}

/** Work that takes time, always with a word; `value` from 0 to 1, or unknown. */
export function Progress({ words, value }: { words: string; value?: number | undefined }) {
  return (
    <div class="progress" role="status">
      <span>{words}</span>
      <progress max={1} aria-label={words} {...(value === undefined ? {} : { value })} />
    </div>
  );
}
