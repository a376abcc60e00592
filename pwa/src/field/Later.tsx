import { Hourglass } from "lucide-preact";
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t, tc } from "../text/field";
import { Button, Empty } from "../ui";
import { Trouble } from "./Trouble";

/** Says with a word that something is being opened. */
export function Opening() {
  return <Empty icon={Hourglass} what={t("app.opening")} then="" />;
}

/** A part of a screen whose code comes a moment later; until then, and without it, there is nothing. */
export function soon(load: () => Promise<FunctionComponent>): FunctionComponent {
  let kept: FunctionComponent | null = null;
  return function Soon() {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (!kept)
        load().then(
          (found) => {
            kept = found;
            redraw((n) => n + 1);
          },
          () => undefined,
        );
    }, []);
    const Loaded = kept;
    return Loaded && <Loaded />;
  };
}

/** A screen whose code comes when it is first opened; it stays in memory afterwards. */
export function later<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  let kept: FunctionComponent<P> | null = null;
  return function Later(props: P) {
    const [, redraw] = useState(0);
    const [error, setError] = useState<unknown>(null);
    const fetchIt = () => {
      setError(null);
      load().then((found) => {
        kept = found;
        redraw((n) => n + 1);
      }, setError);
    };
    useEffect(() => {
      if (!kept) fetchIt();
    }, []);
    if (kept) {
      const Loaded = kept;
      return <Loaded {...props} />;
    }
    if (!error) return <Opening />;
    return (
      <main class="screen">
        <div class="scroll stack">
          <Trouble error={error} />
          <Button onClick={fetchIt}>{tc("retry")}</Button>
        </div>
      </main>
    );
  };
}
