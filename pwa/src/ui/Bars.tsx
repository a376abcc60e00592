import { ChevronLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { tc } from "../text/common";
import { Icon, type IconNode } from "./Icon";

type TopBarProps = { title: string; back?: string | (() => void); children?: ComponentChildren };

/** Title of a screen; takes the focus when the screen opens so that a reader says where one is. */
export function TopBar({ title, back, children }: TopBarProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header class="topbar">
      {typeof back === "string" && (
        <a class="back" href={back} aria-label={tc("back")}>
          <Icon of={ChevronLeft} />
        </a>
      )}
      {typeof back === "function" && (
        <button type="button" class="back" aria-label={tc("back")} onClick={back}>
          <Icon of={ChevronLeft} />
        </button>
      )}
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </header>
  );
}

export type Tab = {
  href: string;
  label: string;
  icon: IconNode;
  current: boolean;
  badge?: number;
  prominent?: boolean;
};

function TabLink({ tab }: { tab: Tab }) {
  const badge = tab.badge ?? 0;
  return (
    <a
      href={tab.href}
      class={tab.prominent ? "prominent" : ""}
      aria-current={tab.current ? "page" : undefined}
    >
      <Icon of={tab.icon} />
      {tab.label}
      {badge > 0 && <span class="badge num">{badge > 99 ? "99+" : badge}</span>}
    </a>
  );
}

export function TabBar({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav class="tabbar" aria-label={label}>
      {tabs.map((tab) => (
        <TabLink key={tab.href} tab={tab} />
      ))}
    </nav>
  );
}

/** A line across the top of every screen, such as the mark of a demo. */
export function Banner({ children, icon }: { children: ComponentChildren; icon?: IconNode }) {
  return (
    <div class="banner top" role="note">
      {icon && <Icon of={icon} />}
      {children}
    </div>
  );
}
