import { Copy, Share2 } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { type Item, itemOf } from "../core/catalogue";
import { mayShare, toShare, verifyCode } from "../core/share";
import { catalogue } from "../device/reference";
import { noteShare } from "../device/sharing";
import type { SavedRecord, Shot } from "../device/types";
import { vault } from "../device/vault";
import { words } from "../text/field";
import { tw } from "../text/field_team";
import { Button, Field, Photo, Sheet } from "../ui";
import { watermarked } from "./share_picture";
import { Trouble } from "./Trouble";

type ShareProps = { sent: SavedRecord; item: Item };

/** Day and time on this phone's clock: whoever reads it in a group may read it tomorrow. */
function whenOf(wall_at: string): string {
  const at = new Date(wall_at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

const whereOf = ({ body, place_name }: SavedRecord): string =>
  [place_name, body.address].filter(Boolean).join(" · ") || "–";

function units(item: Item): string {
  const { lead } = item.dept;
  return words(catalogue.value?.departments[lead]) || lead;
}

function deadline({ rectify }: Item): string {
  if (!rectify.hours) return tw("share.at_once");
  return tw(rectify.clock === "working" ? "share.working" : "share.natural", { n: rectify.hours });
}

function textOf({ sent, item }: ShareProps): string {
  const { body, wall_at } = sent;
  const problem = [words(item.name), body.note].filter(Boolean).join(": ");
  return [
    tw("share.time", { said: whenOf(wall_at) }),
    tw("share.place", { said: whereOf(sent) }),
    tw("share.problem", { said: problem }),
    tw("share.unit", { said: units(item) }),
    ...(body.result === "finding" ? [tw("share.deadline", { said: deadline(item) })] : []),
  ].join("\n");
}

function linesOf({ sent, item }: ShareProps, shots: readonly Shot[]): string[] {
  const codes = shots.map(({ sha256 }) => verifyCode(sha256)).join(" / ");
  const who = vault.value?.user.name ?? "";
  return [`${whenOf(sent.wall_at)}  ${words(item.name)}`, whereOf(sent), tw("share.bar", { who, codes })];
}

interface Ready {
  blob: Blob;
  url: string;
  from: string[];
}

/** The watermarked picture, made when the sheet opens: the system's sheet wants it at once when it is tapped. */
function useWatermarked(props: ShareProps): [Ready | null, unknown] {
  const [ready, setReady] = useState<Ready | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const shots = toShare(props.sent.shots, props.item);
    let url = "";
    if (shots.length > 0) {
      watermarked(shots, linesOf(props, shots)).then((blob) => {
        url = URL.createObjectURL(blob);
        setReady({ blob, url, from: shots.map(({ sha256 }) => sha256) });
      }, setError);
    }
    return () => URL.revokeObjectURL(url);
  }, []);
  return [ready, error];
}

/** What the system's sheet takes: the picture too where it can, else the words alone, or nothing at all. */
function offer(text: string, ready: Ready | null): ShareData | null {
  const file = ready && new File([ready.blob], "xunzheng.jpg", { type: "image/jpeg" });
  const whole: ShareData = file ? { text, files: [file] } : { text };
  if (typeof navigator.share !== "function") return null;
  return navigator.canShare?.(whole) === false ? { text } : whole;
}

const isCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

function Actions({ text, ready, sent }: { text: string; ready: Ready | null; sent: SavedRecord }) {
  const [said, setSaid] = useState("");
  const [error, setError] = useState<unknown>(null);
  const note = (how: "sheet" | "copy", picture: Ready | null) =>
    noteShare({ record: sent.body.id, entry: sent.entry_hash, how, picture });
  const hand = async (act: () => Promise<unknown>, done: string) => {
    setError(null);
    try {
      await act();
      setSaid(done);
    } catch (problem) {
      if (!isCancelled(problem)) setError(problem);
    }
  };
  const data = offer(text, ready);
  const share = () =>
    hand(async () => {
      await note("sheet", data?.files ? ready : null);
      await navigator.share(data ?? { text });
    }, tw("share.done"));
  const copy = () =>
    hand(async () => {
      await note("copy", null);
      await navigator.clipboard.writeText(text);
    }, tw("share.copied"));
  return (
    <>
      <Trouble error={error} />
      {said && <p role="status">{said}</p>}
      {data && (
        <Button kind="primary" block icon={Share2} onClick={() => void share()}>
          {tw("share.do")}
        </Button>
      )}
      <Button kind={data ? "plain" : "primary"} block icon={Copy} onClick={() => void copy()}>
        {tw("share.copy")}
      </Button>
    </>
  );
}

function Preview(props: ShareProps) {
  const [ready, error] = useWatermarked(props);
  const [text, setText] = useState(() => textOf(props));
  const bare = props.sent.shots.length > 0 && toShare(props.sent.shots, props.item).length === 0;
  return (
    <>
      {ready && <Photo src={ready.url} alt={tw("share.picture")} whole />}
      {bare && <p class="small quiet">{tw("share.hide_first")}</p>}
      <Trouble error={error} />
      <Field label={tw("share.text")}>
        <textarea
          class="input"
          rows={6}
          aria-label={tw("share.text")}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <p class="small quiet">{tw("share.then")}</p>
      <Actions text={text} ready={ready} sent={props.sent} />
    </>
  );
}

/** To the work group: words and a picture that others may see. Absent where sharing is off. */
export function ShareButton({ sent }: { sent: SavedRecord }) {
  const [open, setOpen] = useState(false);
  const item = catalogue.value && itemOf(catalogue.value, sent.body.item);
  if (!item || !mayShare(item, sent.body.mode)) return null;
  return (
    <>
      <Button block icon={Share2} onClick={() => setOpen(true)}>
        {tw("share.title")}
      </Button>
      <Sheet open={open} title={tw("share.title")} onClose={() => setOpen(false)}>
        <Preview sent={sent} item={item} />
      </Sheet>
    </>
  );
}
