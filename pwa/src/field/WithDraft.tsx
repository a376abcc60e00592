import { PanelsTopLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { readStorage, roomOf, storageState } from "../device/storage";
import { tr } from "../text/field_record";
import { tx } from "../text/field_rescue";
import { tk } from "../text/field_upkeep";
import { Button, Empty, TopBar } from "../ui";
import { Capture } from "./Capture";
import { isOpenHere, resume } from "./draft";
import { unclaim } from "./draft_hold";
import { Form } from "./Form";
import { later, Opening } from "./Later";
import { RoomNote } from "./RoomNote";
import { href } from "./router";
import { forgetStand, standHere } from "./standing";

const Tally = later(async () => (await import("./Tally")).Tally);

/** How often a second window looks whether the first has let go, in ms. */
const LOOK_MS = 1500;

/** Brings back the draft an address names, for instance after the app was killed. */
function useDraft(id: string): Awaited<ReturnType<typeof resume>> | null {
  const [found, setFound] = useState<Awaited<ReturnType<typeof resume>> | null>(
    isOpenHere(id) ? "open" : null,
  );
  useEffect(() => {
    let isLeft = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const now = await resume(id).catch(() => "gone" as const);
      if (isLeft) return unclaim(id);
      setFound(now);
      if (now === "elsewhere") timer = setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [id]);
  return found;
}

/** Two windows on one draft would overwrite each other: the second one waits. */
function Elsewhere() {
  return (
    <main class="screen">
      <TopBar title={tr("form.title")} back={href({ name: "home" })} />
      <Empty icon={PanelsTopLeft} what={tx("elsewhere.what")} then={tx("elsewhere.then")} />
    </main>
  );
}

function WithDraft({ id, children }: { id: string; children: ComponentChildren }) {
  const found = useDraft(id);
  if (!found) return <Opening />;
  return found === "elsewhere" ? <Elsewhere /> : <Standing isGone={found === "gone"}>{children}</Standing>;
}

/** Remembers the question, for an app that is killed and comes back. */
function Standing({ isGone, children }: { isGone: boolean; children: ComponentChildren }) {
  useEffect(isGone ? forgetStand : standHere, []);
  return <>{children}</>;
}

/** Before the camera opens: is there room for what it will take? The officer may go on all the same. */
function Preflight({ children }: { children: ComponentChildren }) {
  const [goesOn, setGoesOn] = useState(false);
  useEffect(() => void readStorage().catch(() => undefined), []);
  if (goesOn || roomOf(storageState.value) !== "full") return <>{children}</>;
  return (
    <main class="screen">
      <TopBar title={tr("form.title")} back={href({ name: "home" })} />
      <div class="scroll stack">
        <RoomNote />
      </div>
      <div class="foot">
        <Button block onClick={() => setGoesOn(true)}>
          {tk("keep.shoot_anyway")}
        </Button>
        <Button kind="primary" block href={href({ name: "storage" })}>
          {tk("keep.title")}
        </Button>
      </div>
    </main>
  );
}

export function CaptureDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Preflight>
        <Capture />
      </Preflight>
    </WithDraft>
  );
}

export function FormDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Form />
    </WithDraft>
  );
}

export function TallyDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Tally />
    </WithDraft>
  );
}
