import { CloudOff, FlaskConical, MonitorX } from "lucide-preact";
import { t, tc } from "../text/desk";
import { Banner, Button, Empty, Icon, Progress } from "../ui";
import { lateRoom } from "./late_room";
import { LedgerRoom } from "./ledger_room";
import { PeopleRoom } from "./people_room";
import { PlacesRoom } from "./places_room";
import { QueueRoom } from "./queue_room";
import { route } from "./route";
import { connect, isDemo, mayManage, mayRecord, mayReview, maySeePeople, phase, reachable } from "./session";
import { Setup } from "./setup";
import { ExpiredSignIn, SignIn } from "./sign_in";
import { TopStrip } from "./top_strip";

const SettingsRoom = lateRoom(async () => (await import("./settings_room")).SettingsRoom);
const TasksRoom = lateRoom(async () => (await import("./tasks_room")).TasksRoom);

/** The whole desk: the mark of a demo, the strip, and the room of the address. */
export function App() {
  return (
    <div class="app desk">
      {isDemo.value && <Banner icon={FlaskConical}>{tc("demo.banner")}</Banner>}
      {route.value.room === "setup" ? <Setup /> : <Inside />}
    </div>
  );
}

function Inside() {
  switch (phase.value) {
    case "starting":
      return (
        <main class="middle">
          <Progress words={t("app.loading")} />
        </main>
      );
    case "unreachable":
      return <Unreachable />;
    case "signed_out":
      return <SignIn />;
    default:
      return (
        <>
          <TopStrip />
          {!reachable.value && (
            <p class="strip-note tone-warn" role="status">
              <Icon of={CloudOff} />
              {t("app.offline_note")}
            </p>
          )}
          <Room />
          {phase.value === "expired" && <ExpiredSignIn />}
        </>
      );
  }
}

function Unreachable() {
  return (
    <main class="middle">
      <Empty icon={CloudOff} what={t("error.offline")} then={t("error.offline_do")}>
        <Button kind="primary" onClick={() => void connect()}>
          {tc("retry")}
        </Button>
      </Empty>
    </main>
  );
}

function Room() {
  if (!mayReview.value) {
    return (
      <main class="middle">
        {mayRecord.value ? (
          <Empty icon={MonitorX} what={t("app.no_room")} then={t("app.no_room_do")}>
            <Button href="/">{t("app.to_field")}</Button>
          </Empty>
        ) : (
          <Empty icon={MonitorX} what={t("app.no_duty")} then={t("app.no_duty_do")} />
        )}
      </main>
    );
  }
  switch (route.value.room) {
    case "people":
      return maySeePeople.value ? <PeopleRoom /> : <QueueRoom />;
    case "tasks":
      return <TasksRoom />;
    case "places":
      return <PlacesRoom />;
    case "settings":
      return mayManage.value ? <SettingsRoom /> : <QueueRoom />;
    case "ledger":
      return <LedgerRoom />;
    default:
      return <QueueRoom />;
  }
}
