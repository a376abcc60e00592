import { Hourglass } from "lucide-preact";
import type { FunctionComponent } from "preact";
import { t, tc } from "../text/field";
import { Button, Empty } from "../ui";
import { lately } from "../ui/lately";
import { Trouble } from "./Trouble";

/** Says with a word that something is being opened. */
export function Opening() {
  return <Empty icon={Hourglass} what={t("app.opening")} then="" />;
}

/** A part of a screen whose code comes a moment later; until then, and without it, there is nothing. */
export function soon(load: () => Promise<FunctionComponent>): FunctionComponent {
  const usePart = lately(load);
  return function Soon() {
    const { Loaded } = usePart();
    return Loaded && <Loaded />;
  };
}

/** A screen whose code comes when it is first opened; it stays in memory afterwards. */
export function later<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  const useScreen = lately(load);
  return function Later(props: P) {
    const { Loaded, error, again } = useScreen();
    if (Loaded) return <Loaded {...props} />;
    if (!error) return <Opening />;
    return (
      <main class="screen">
        <div class="scroll stack">
          <Trouble error={error} />
          <Button onClick={again}>{tc("retry")}</Button>
        </div>
      </main>
    );
  };
}
