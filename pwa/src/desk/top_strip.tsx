import type { ReadonlySignal } from "@preact/signals";
import {
  ClipboardCheck,
  CloudOff,
  ListChecks,
  LogOut,
  MapPin,
  Moon,
  Settings,
  ShieldCheck,
  Sun,
  Users,
} from "lucide-preact";
import { type DeskWord, lang, setLang, t, tc } from "../text/desk";
import { Icon, type IconNode, StatusPill, theme } from "../ui";
import { hrefOf, type Room, route } from "./route";
import { cityBeside, mayManage, mayReview, maySeePeople, reachable, signOut, user } from "./session";

const ROOMS: readonly { room: Room; icon: IconNode; words: DeskWord }[] = [
  { room: "queue", icon: ClipboardCheck, words: "room.queue" },
  { room: "tasks", icon: ListChecks, words: "room.tasks" },
  { room: "places", icon: MapPin, words: "room.places" },
  { room: "people", icon: Users, words: "room.people" },
  { room: "ledger", icon: ShieldCheck, words: "room.ledger" },
  { room: "settings", icon: Settings, words: "room.settings" },
];

/** Who enters a room, where it is not everybody at the desk. */
const MAY: Partial<Record<Room, ReadonlySignal<boolean>>> = { people: maySeePeople, settings: mayManage };

/** Rooms on the left, the person and the look of the screen on the right. */
export function TopStrip() {
  const rooms = ROOMS.filter(({ room }) => (MAY[room] ?? mayReview).value);
  return (
    <header class="strip">
      <span class="brand">
        {tc("app.name")}
        <span class="city">{cityBeside.value}</span>
      </span>
      <nav aria-label={t("app.menu")}>
        {rooms.map(({ room, icon, words }) => (
          <a key={room} href={hrefOf(room)} aria-current={route.value.room === room ? "page" : undefined}>
            <Icon of={icon} />
            {t(words)}
          </a>
        ))}
      </nav>
      <span class="grow" />
      {!reachable.value && (
        <StatusPill tone="warn" icon={CloudOff}>
          {t("app.offline")}
        </StatusPill>
      )}
      <Person />
      <LookButtons />
    </header>
  );
}

function Person() {
  if (!user.value) return null;
  return (
    <span class="person">
      <b>{user.value.name}</b>
      <span>{user.value.unit.name}</span>
    </span>
  );
}

function isDark(): boolean {
  if (theme.value === "auto") return matchMedia("(prefers-color-scheme: dark)").matches;
  return theme.value === "dark" || theme.value === "night";
}

/** Language and light or dark; also on the sign-in page. */
export function LookButtons({ out = true }: { out?: boolean }) {
  const dark = isDark();
  const label = t(dark ? "theme.to_light" : "theme.to_dark");
  const flip = (): void => {
    theme.value = dark ? "light" : "dark";
  };
  return (
    <span class="look">
      <button type="button" class="btn quiet" onClick={() => setLang(lang.value === "zh" ? "en" : "zh")}>
        {t("lang.other")}
      </button>
      <button type="button" class="btn quiet iconic" aria-label={label} title={label} onClick={flip}>
        <Icon of={dark ? Sun : Moon} />
      </button>
      {out && (
        <button
          type="button"
          class="btn quiet iconic"
          aria-label={t("sign.out")}
          title={t("sign.out")}
          onClick={() => void signOut()}
        >
          <Icon of={LogOut} />
        </button>
      )}
    </span>
  );
}
