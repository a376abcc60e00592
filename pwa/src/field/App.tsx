import {
  Camera,
  ClipboardList,
  FlaskConical,
  House,
  Map as MapIcon,
  ShieldAlert,
  UserRound,
} from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { isWeChat, missingPart } from "../device/platform";
import { myRecords } from "../device/records";
import { isDemo } from "../device/reference";
import { syncState } from "../device/sync_state";
import type { VaultInfo } from "../device/types";
import { listVaults, vault } from "../device/vault";
import { t, tc } from "../text/field";
import { Banner, Empty, type Tab, TabBar } from "../ui";
import { begin } from "./beforehand";
import { Home } from "./Home";
import { ItemList } from "./ItemList";
import { later, Opening } from "./Later";
import { LockScreen } from "./Lock";
import type { PageName } from "./Pages";
import { href, type Route, route } from "./router";
import { beginSetup, settingUp } from "./setup/state";

const Capture = later(async () => (await import("./WithDraft")).CaptureDraft);
const Form = later(async () => (await import("./WithDraft")).FormDraft);
const Tally = later(async () => (await import("./WithDraft")).TallyDraft);
const Saved = later(async () => (await import("./Saved")).Saved);
const Setup = later(async () => (await import("./setup/Setup")).Setup);
const Handover = later(async () => (await import("./setup/Handover")).Handover);
const Me = later(async () => (await import("./Me")).Me);
const MapScreen = later(async () => (await import("./MapScreen")).MapScreen);
const Tasks = later(async () => (await import("./Tasks")).Tasks);
const Search = later(async () => (await import("./Search")).Search);
const Records = later(async () => (await import("./Records")).Records);
const RecordDetail = later(async () => (await import("./RecordDetail")).RecordDetail);
const Page = later(async () => (await import("./Pages")).Page);

const TABBED: readonly Route["name"][] = ["home", "map", "records", "me"];

function Screen({ at }: { at: Route }) {
  switch (at.name) {
    case "items":
      return <ItemList group={at.group} />;
    case "saved":
      return <Saved record={at.record} />;
    case "records":
      return <Records state={at.state} />;
    case "record":
      return <RecordDetail record={at.record} />;
    case "capture":
      return <Capture id={at.draft} />;
    case "form":
      return <Form id={at.draft} />;
    case "tally":
      return <Tally id={at.draft} />;
    default:
      return <Plain name={at.name} />;
  }
}

function Plain({ name }: { name: Route["name"] }) {
  if (name === "map") return <MapScreen />;
  if (name === "tasks") return <Tasks />;
  if (name === "search") return <Search />;
  if (name === "me") return <Me />;
  return name === "home" ? <Home /> : <Page name={name as PageName} />;
}

function tabs(at: Route["name"]): Tab[] {
  const returned = myRecords.value.filter((card) => card.state === "returned").length;
  const alarm = ["alarm", "stranger"].includes(syncState.value.phase) ? 1 : 0;
  return [
    { href: href({ name: "home" }), label: t("tab.home"), icon: House, current: at === "home" },
    { href: href({ name: "map" }), label: t("tab.map"), icon: MapIcon, current: at === "map" },
    { href: "#/new", label: t("tab.capture"), icon: Camera, current: false, prominent: true },
    {
      href: href({ name: "records", state: "all" }),
      label: t("tab.records"),
      icon: ClipboardList,
      current: at === "records",
      badge: returned,
    },
    { href: href({ name: "me" }), label: t("tab.me"), icon: UserRound, current: at === "me", badge: alarm },
  ];
}

function Tabs({ at }: { at: Route["name"] }) {
  if (!TABBED.includes(at)) return null;
  const tapped = (event: MouseEvent) => {
    const link = (event.target as Element).closest("a");
    if (link?.getAttribute("href") !== "#/new") return;
    event.preventDefault();
    void begin(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only turns the capture link into an action
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link already answers to the keyboard
    <div onClick={tapped}>
      <TabBar label={t("tab.label")} tabs={tabs(at)} />
    </div>
  );
}

function Open() {
  const at = route.value;
  return (
    <>
      <Screen key={href(at)} at={at} />
      <Tabs at={at.name} />
    </>
  );
}

/** Which vaults are on this phone; null until the store has been read. */
function useVaults(): readonly VaultInfo[] | null {
  const [found, setFound] = useState<readonly VaultInfo[] | null>(null);
  const open = vault.value?.kid;
  useEffect(() => {
    listVaults().then(
      (all) => {
        if (all.length === 0) beginSetup();
        setFound(all);
      },
      () => setFound([]),
    );
  }, [open]);
  return found;
}

function Gate() {
  const vaults = useVaults();
  if (settingUp.value) return <Setup />;
  if (vault.value) return <Open />;
  if (!vaults) return <Opening />;
  return <LockScreen vaults={vaults} />;
}

/** Why the app cannot run in this browser; nothing is stored here, so the server is asked what city this is. */
function Refused({ missing }: { missing: ReturnType<typeof missingPart> }) {
  useEffect(() => {
    import("./setup/about").then(
      ({ askAbout }) => askAbout(),
      () => undefined,
    );
  }, []);
  if (!missing) return <Handover />;
  return (
    <main class="screen setup centre">
      <Empty icon={ShieldAlert} what={t("app.missing")} then={t(`app.missing_${missing}`)} />
    </main>
  );
}

export function App() {
  const missing = isWeChat() ? null : missingPart();
  return (
    <div class="app">
      {isDemo.value && <Banner icon={FlaskConical}>{tc("demo.banner")}</Banner>}
      {isWeChat() || missing ? <Refused missing={missing} /> : <Gate />}
    </div>
  );
}
