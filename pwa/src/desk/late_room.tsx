import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../text/desk";
import { Progress } from "../ui";
import { ListFailed } from "./list_failed";

/** A room whose code comes when it is first entered. */
export function lateRoom(load: () => Promise<FunctionComponent>): FunctionComponent {
  let kept: FunctionComponent | null = null;
  return function LateRoom() {
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
      return <Loaded />;
    }
    return (
      <main class="middle">
        {error === null ? (
          <Progress words={t("app.loading")} />
        ) : (
          <ListFailed error={error} again={fetchIt} />
        )}
      </main>
    );
  };
}
