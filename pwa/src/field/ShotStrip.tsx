import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Shot } from "../device/types";
import { tc } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Dialog, Photo, Sheet } from "../ui";
import { removeShot } from "./draft";
import { usePicture } from "./picture";

function Thumb({ shot, n, onClick }: { shot: Shot; n: number; onClick: () => void }) {
  const url = usePicture(shot.preview_sha256);
  const mark = shot.source === "import" ? tr("shot.imported") : tr("shot.stored");
  return <Photo src={url} alt={`${tc("photo")} ${n}`} mark={mark} onClick={onClick} />;
}

function Large({ shot }: { shot: Shot }) {
  return <Photo src={usePicture(shot.preview_sha256)} alt={tc("photo")} whole />;
}

/** The pictures of a draft, each marked as stored once it is; a tap looks closer. */
export function ShotStrip({ shots, fixed }: { shots: Shot[]; fixed?: boolean }) {
  const [open, setOpen] = useState<Shot | null>(null);
  const [asking, setAsking] = useState(false);
  const drop = async () => {
    if (open) await removeShot(open.sha256);
    setAsking(false);
    setOpen(null);
  };
  return (
    <div class="strip" aria-live="polite">
      {shots.map((shot, i) => (
        <Thumb key={shot.sha256} shot={shot} n={i + 1} onClick={() => setOpen(shot)} />
      ))}
      <Sheet open={open !== null && !asking} title={tc("photo")} onClose={() => !asking && setOpen(null)}>
        {open && <Large shot={open} />}
        {!fixed && (
          <Button kind="danger" icon={Trash2} onClick={() => setAsking(true)}>
            {tr("shot.drop")}
          </Button>
        )}
      </Sheet>
      <Dialog
        open={asking}
        title={tr("shot.drop_ask")}
        confirm={tr("shot.drop")}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => void drop()}
      >
        <p>{tr("shot.drop_then")}</p>
      </Dialog>
    </div>
  );
}
