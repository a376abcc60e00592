import { PanelsTopLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { tr } from "../text/field_record";
import { tx } from "../text/field_rescue";
import { Empty, TopBar } from "../ui";
import { Capture } from "./Capture";
import { isOpenHere, resume } from "./draft";
import { unclaim } from "./draft_hold";
import { Form } from "./Form";
import { later, Opening } from "./Later";
import { href } from "./router";

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
  return found === "elsewhere" ? <Elsewhere /> : children;
}

export function CaptureDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Capture />
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
