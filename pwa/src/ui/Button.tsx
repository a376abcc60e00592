import type { ComponentChildren } from "preact";
import { Icon, type IconNode } from "./Icon";

type ButtonProps = {
  children?: ComponentChildren;
  kind?: "plain" | "primary" | "quiet" | "danger";
  icon?: IconNode;
  /** Required when there are no words inside. */
  label?: string;
  /** Words shown instead of the content while work goes on; also disables the button. */
  busy?: string | false;
  block?: boolean;
  disabled?: boolean;
  href?: string;
  submit?: boolean;
  onClick?: (event: MouseEvent) => void;
};

export function Button(props: ButtonProps) {
  const { children, kind = "plain", icon, label, busy = false, block, href } = props;
  const iconic = children === undefined && busy === false;
  const name = `btn ${kind}${block ? " block" : ""}${iconic ? " iconic" : ""}`;
  const inside = (
    <>
      {icon && <Icon of={icon} />}
      {busy === false ? children : busy}
    </>
  );
  if (href) {
    return (
      <a class={name} href={href} aria-label={label} onClick={props.onClick}>
        {inside}
      </a>
    );
  }
  return (
    <button
      type={props.submit ? "submit" : "button"}
      class={name}
      aria-label={label}
      aria-busy={busy !== false}
      disabled={props.disabled || busy !== false}
      onClick={props.onClick}
    >
      {inside}
    </button>
  );
}
