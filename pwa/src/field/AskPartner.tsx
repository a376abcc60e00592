import { QrCode } from "lucide-preact";
import { useState } from "preact/hooks";
import { codeOf, toSignText } from "../core/countersign";
import { qr, qrPath, SIDE } from "../core/qr";
import type { RecordCard, SavedRecord } from "../device/types";
import { vault } from "../device/vault";
import { tw } from "../text/field_team";
import { Button, Sheet, StatusPill } from "../ui";
import { itemWords } from "./Records";

const QUIET = 4;

/** Black on white in every theme: cameras read nothing else reliably. */
function QrCodeOf({ text, label }: { text: string; label: string }) {
  const side = SIDE + 2 * QUIET;
  return (
    <svg
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      role="img"
      aria-label={label}
      style={{ width: "min(100%, 20rem)", margin: "auto", background: "#fff" }}
      shape-rendering="crispEdges"
    >
      <path d={qrPath(qr(text))} fill="#000" />
    </svg>
  );
}

/** What the partner's phone reads, by camera or letter by letter; both phones may be without a network. */
function AskPartner({ sent }: { sent: SavedRecord }) {
  const [open, setOpen] = useState(false);
  const { entry_hash: entry, body, wall_at } = sent;
  const at = `${wall_at.slice(0, 16)}Z`;
  return (
    <>
      <Button block icon={QrCode} onClick={() => setOpen(true)}>
        {tw("pair.ask")}
      </Button>
      <Sheet open={open} title={tw("pair.ask")} onClose={() => setOpen(false)}>
        <p>{tw("pair.show")}</p>
        <QrCodeOf
          text={toSignText({ entry, item: body.item, at, maker: vault.value?.user.name ?? "" })}
          label={tw("pair.symbol", { item: itemWords(body.item) })}
        />
        <p class="small quiet">{tw("pair.or_code")}</p>
        <p class="strong num centred">{codeOf(entry)}</p>
      </Sheet>
    </>
  );
}

export const ADMINISTRATIVE = "administrative_inspection";

/** Where two officers are asked for: whether the other has signed, and the way to it. */
export function Partner({ sent, card }: { sent: SavedRecord; card: RecordCard | null }) {
  if (sent.body.nature !== ADMINISTRATIVE || sent.body.withdrawn !== undefined) return null;
  const signed = card?.partner === "signed";
  return (
    <>
      <StatusPill tone={signed ? "ok" : "warn"}>{tw(signed ? "pair.signed" : "pair.missing")}</StatusPill>
      {!signed && <AskPartner sent={sent} />}
    </>
  );
}
