import { CircleCheckBig } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { readCode, type ToSign } from "../core/countersign";
import { countersign, OwnEntry } from "../device/countersign";
import { openQrReader, type QrReader } from "../device/qr_reader";
import { tr } from "../text/field_record";
import { tw } from "../text/field_team";
import { Button, Empty, Field, Message, Sheet, TextInput } from "../ui";
import { type Looking, look } from "./looking";
import { clock } from "./moments";
import { itemWords } from "./Records";
import { Trouble } from "./Trouble";
import { useViewfinder } from "./viewfinder";

/** What is to be signed: all that the code said, or only the name that was typed. */
type Found = ToSign | { entry: string; item: null };

function Scanner(props: Looking) {
  const finder = useViewfinder();
  useEffect(() => look(finder, props), []);
  const state = finder.state.value;
  const trouble = state === "ready" || state === "starting" ? null : state;
  return (
    <>
      {trouble ? <CannotScan what={tr(`camera.${trouble}`)} /> : <p>{tw("pair.scan")}</p>}
      <div class="finder" style={{ minHeight: "12rem", display: trouble ? "none" : "grid" }}>
        <video ref={finder.video} playsInline muted aria-label={tr("cap.finder")} />
      </div>
    </>
  );
}

/** The letters are always there to be typed. */
const CannotScan = ({ what }: { what: string }) => <Message tone="warn" what={what} then={tw("pair.type")} />;

function Typed({ onFound }: { onFound: (found: Found) => void }) {
  const [typed, setTyped] = useState("");
  const entry = readCode(typed);
  const whole = typed.replace(/[\s-]/g, "").length >= 18;
  return (
    <Field label={tw("pair.code")} missing={whole && !entry && tw("pair.wrong")}>
      <TextInput label={tw("pair.code")} value={typed} maxLength={24} onInput={setTyped} />
      <Button block disabled={!entry} onClick={() => entry && onFound({ entry, item: null })}>
        {tw("pair.next")}
      </Button>
    </Field>
  );
}

/** Says once more what is signed; signing is an act, not an accident of a camera. */
function Confirm({ found, onDone }: { found: Found; onDone: () => void }) {
  const [error, setError] = useState<unknown>(null);
  const sign = () => countersign(found.entry).then(onDone, setError);
  return (
    <>
      {found.item !== null && (
        <dl class="facts card">
          {[
            [tr("detail.title"), itemWords(found.item)],
            [tr("detail.at"), clock(found.at)],
            [tw("pair.maker"), found.maker],
          ].map(([name, said]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{said}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>{tw("pair.sign_then")}</p>
      {error instanceof OwnEntry ? (
        <Message tone="warn" what={tw("pair.own")} then="" />
      ) : (
        <Trouble error={error} />
      )}
      <Button kind="primary" block onClick={() => void sign()}>
        {tw("pair.sign")}
      </Button>
    </>
  );
}

function Steps() {
  const [found, setFound] = useState<Found | null>(null);
  const [done, setDone] = useState(false);
  const [reader, setReader] = useState<QrReader | null>(null);
  const [isBlind, setBlind] = useState(false);
  useEffect(() => {
    openQrReader().then(
      (opened) => setReader(() => opened),
      () => setBlind(true),
    );
  }, []);
  if (done) return <Empty icon={CircleCheckBig} what={tw("pair.done")} then={tw("pair.done_then")} />;
  if (found) return <Confirm found={found} onDone={() => setDone(true)} />;
  return (
    <>
      {isBlind && <CannotScan what={tw("pair.no_reader")} />}
      {reader && !isBlind && <Scanner reader={reader} onFound={setFound} onBlind={() => setBlind(true)} />}
      <Typed onFound={setFound} />
    </>
  );
}

/** Signs a partner's record on this phone, offline on both. */
export function Countersign({ onClose }: { onClose: () => void }) {
  return (
    <Sheet open title={tw("pair.title")} onClose={onClose}>
      <Steps />
    </Sheet>
  );
}
