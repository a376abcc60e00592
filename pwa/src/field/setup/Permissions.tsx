import { Camera, HardDrive, MapPin } from "lucide-preact";
import { useState } from "preact/hooks";
import { askPersist } from "../../device/storage";
import { tm } from "../../text/field_more";
import { Button, type IconNode, Message } from "../../ui";
import { askCamera, askLocation } from "./ask";
import { Page } from "./Page";
import { next } from "./state";

type Kind = "camera" | "location" | "keep";

const ASK: Record<Kind, () => Promise<boolean>> = {
  camera: askCamera,
  location: askLocation,
  keep: askPersist,
};
const ICONS: Record<Kind, IconNode> = { camera: Camera, location: MapPin, keep: HardDrive };
const NUMBER: Record<Kind, number> = { camera: 4, location: 5, keep: 6 };

/** Why, then the browser's own prompt; a refusal is explained and stops nothing. */
export function Permission({ kind }: { kind: Kind }) {
  const [state, setState] = useState<"ask" | "busy" | "refused">("ask");
  const ask = async () => {
    setState("busy");
    const granted = await ASK[kind]().catch(() => false);
    if (granted) next();
    else setState("refused");
  };
  const refused = state === "refused";
  return (
    <Page
      icon={ICONS[kind]}
      title={tm(`allow.${kind}`)}
      step={tm("setup.step", { n: NUMBER[kind] })}
      foot={
        <>
          {!refused && (
            <Button kind="quiet" onClick={next}>
              {tm("allow.later")}
            </Button>
          )}
          <Button
            kind="primary"
            block
            busy={state === "busy" && tm("allow.busy")}
            onClick={refused ? next : ask}
          >
            {refused ? tm("allow.go_on") : tm("allow.do")}
          </Button>
        </>
      }
    >
      <p class="pre">{tm(`allow.${kind}_why`)}</p>
      {refused && (
        <Message tone="warn" what={tm(`allow.${kind}_refused`)} then={tm(`allow.${kind}_instead`)} />
      )}
    </Page>
  );
}
