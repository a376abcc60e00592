import type { FunctionComponent } from "preact";
import { t } from "../text/desk";
import { Progress } from "../ui";
import { lately } from "../ui/lately";
import { ListFailed } from "./list_failed";

/** A room whose code comes when it is first entered. */
export function lateRoom(load: () => Promise<FunctionComponent>): FunctionComponent {
  const useRoom = lately(load);
  return function LateRoom() {
    const { Loaded, error, again } = useRoom();
    if (Loaded) return <Loaded />;
    return (
      <main class="middle">
        {error === null ? <Progress words={t("app.loading")} /> : <ListFailed error={error} again={again} />}
      </main>
    );
  };
}
