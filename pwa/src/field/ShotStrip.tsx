import { Grid2x2, Trash2 } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isPicture, mediumOf } from "../core/media";
import type { Shot } from "../device/types";
import { tc } from "../text/field";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { tw } from "../text/field_team";
import { Button, Dialog, Photo, Sheet } from "../ui";
import { draft, removeShot } from "./draft";
import { later } from "./Later";
import { Playback } from "./Playback";
import { usePicture } from "./picture";

function nameOf(shot: Shot): string {
  const medium = mediumOf(shot);
  return medium === "image" ? tc("photo") : tk(`rec.${medium}`);
}

const Markup = later(async () => (await import("./Markup")).Markup);

/** What others see of a shot is what the officer sees here. */
const shownOf = (shot: Shot): string => shot.derived?.preview_sha256 ?? shot.preview_sha256;

function markOf(shot: Shot): string {
  if (shot.derived) return tw(shot.derived.how.startsWith("redact") ? "mark.done" : "mark.marked");
  if (shot.source === "import") return tr("shot.imported");
  return isPicture(shot) ? tr("shot.stored") : nameOf(shot);
}

function Thumb({ shot, n, onClick }: { shot: Shot; n: number; onClick: () => void }) {
  const url = usePicture(shownOf(shot));
  return <Photo src={url} alt={`${nameOf(shot)} ${n}`} mark={markOf(shot)} onClick={onClick} />;
}

function Large({ shot }: { shot: Shot }) {
  return <Photo src={usePicture(shownOf(shot))} alt={tc("photo")} whole />;
}

function MarkButton({ shot, onClick }: { shot: Shot; onClick: () => void }) {
  if (!isPicture(shot)) return null;
  return (
    <Button icon={Grid2x2} onClick={onClick}>
      {tw(shot.derived ? "mark.redo" : "mark.do")}
    </Button>
  );
}

function AskDrop(ask: { open: boolean; onClose: () => void; onConfirm: () => void }) {
  return (
    <Dialog title={tr("shot.drop_ask")} confirm={tr("shot.drop")} danger {...ask}>
      <p>{tr("shot.drop_then")}</p>
    </Dialog>
  );
}

/** Keeps the newest of a row in sight as it grows. */
function useNewest(count: number) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    row.current?.scrollTo({ left: row.current.scrollWidth });
  }, [count]);
  return row;
}

const stripClass = (shots: Shot[]): string => (shots.length > 0 ? "strip" : "strip bare");

type StripProps = {
  shots: Shot[];
  fixed?: boolean;
  /** The saved record they belong to; else they are the open draft's. */
  record?: string;
};

/** The pictures of a draft, each marked as stored once it is; a tap looks closer. */
export function ShotStrip({ shots, fixed, record }: StripProps) {
  const [open, setOpen] = useState<Shot | null>(null);
  const [marking, setMarking] = useState<Shot | null>(null);
  const home = record ?? draft.value?.id;
  const mark = () => {
    setMarking(open);
    setOpen(null);
  };
  const [asking, setAsking] = useState(false);
  const strip = useNewest(shots.length);
  const drop = async () => {
    if (open) await removeShot(open.sha256);
    setAsking(false);
    setOpen(null);
  };
  return (
    <div class={stripClass(shots)} aria-live="polite" ref={strip}>
      {shots.map((shot, i) => (
        <Thumb key={shot.sha256} shot={shot} n={i + 1} onClick={() => setOpen(shot)} />
      ))}
      <Sheet
        open={open !== null && !asking}
        title={open ? nameOf(open) : ""}
        onClose={() => !asking && setOpen(null)}
      >
        {open && (isPicture(open) ? <Large shot={open} /> : <Playback shot={open} />)}
        {open && home && <MarkButton shot={open} onClick={mark} />}
        {!fixed && (
          <Button kind="danger" icon={Trash2} onClick={() => setAsking(true)}>
            {tr("shot.drop")}
          </Button>
        )}
      </Sheet>
      <AskDrop open={asking} onClose={() => setAsking(false)} onConfirm={() => void drop()} />
      {marking && home && <Markup id={home} shot={marking} onClose={() => setMarking(null)} />}
    </div>
  );
}
