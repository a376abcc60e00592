import { Check, ChevronRight, Image } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { tc } from "../text/common";
import { Icon } from "./Icon";

type RowProps = {
  title: ComponentChildren;
  sub?: ComponentChildren;
  lead?: ComponentChildren;
  trail?: ComponentChildren;
  href?: string;
  disabled?: boolean;
  onClick?: () => void;
};

/** One row of a list; a link, a button or plain, by what it is given. */
export function ListRow({ title, sub, lead, trail, href, disabled, onClick }: RowProps) {
  const inside = (
    <>
      {lead}
      <span class="grow">
        <span class="title">{title}</span>
        {sub && <div class="sub">{sub}</div>}
      </span>
      <span class="trail">
        {trail}
        {(href || onClick) && !disabled && <Icon of={ChevronRight} />}
      </span>
    </>
  );
  if (href && !disabled) {
    return (
      <a class="listrow tappable" href={href}>
        {inside}
      </a>
    );
  }
  if (onClick && !disabled) {
    return (
      <button type="button" class="listrow tappable" onClick={onClick}>
        {inside}
      </button>
    );
  }
  return (
    <div class="listrow" aria-disabled={disabled}>
      {inside}
    </div>
  );
}

type PhotoProps = {
  src: string | null;
  alt: string;
  /** Words on the picture, such as that it is stored; with a tick unless `warn`. */
  mark?: string | undefined;
  whole?: boolean;
  onClick?: (() => void) | undefined;
};

/** A picture in a frame of fixed size, so that nothing jumps when it arrives. */
export function Photo({ src, alt, mark, whole, onClick }: PhotoProps) {
  const name = `photo${whole ? " whole" : ""}`;
  const inside = (
    <>
      {src ? (
        <img src={src} alt={alt} decoding="async" />
      ) : (
        <span class="blank">
          <Icon of={Image} label={tc("photo.none")} />
        </span>
      )}
      {mark && (
        <span class="mark">
          <Icon of={Check} />
          {mark}
        </span>
      )}
    </>
  );
  if (!onClick) return <div class={name}>{inside}</div>;
  return (
    <button type="button" class={name} onClick={onClick}>
      {inside}
    </button>
  );
}

type SegmentsProps<V extends string> = {
  label: string;
  options: readonly { value: V; label: string; n?: number }[];
  value: V;
  onChange: (value: V) => void;
};

export function Segments<V extends string>({ label, options, value, onChange }: SegmentsProps<V>) {
  return (
    <div class="segments" role="tablist" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          aria-selected={option.value === value}
          onClick={() => onChange(option.value)}
        >
          <span>{option.label}</span>
          {option.n ? <span class="num small">{option.n}</span> : null}
        </button>
      ))}
    </div>
  );
}
