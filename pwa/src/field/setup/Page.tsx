import { ChevronLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { lang, setLang, tc } from "../../text/common";
import { Button, Icon, type IconNode } from "../../ui";

type PageProps = {
  icon: IconNode;
  title: string;
  /** Which step of how many, in words. */
  step?: string;
  /** Where this step can be left, the way back. */
  back?: (() => void) | undefined;
  children: ComponentChildren;
  foot: ComponentChildren;
};

/** One screen of the first run: a title, plain words, one thing to do at the bottom. */
export function Page({ icon, title, step, back, children, foot }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <main class="screen setup">
      <div class="scroll stack">
        <div class="row">
          {back ? (
            <Button icon={ChevronLeft} label={tc("back")} onClick={back} />
          ) : (
            <span class="mark">
              <Icon of={icon} />
            </span>
          )}
          <span class="grow small quiet">{step}</span>
          <Button kind="quiet" onClick={() => setLang(lang.value === "zh" ? "en" : "zh")}>
            {lang.value === "zh" ? tc("lang.en") : tc("lang.zh")}
          </Button>
        </div>
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {children}
      </div>
      <div class="foot">{foot}</div>
    </main>
  );
}
