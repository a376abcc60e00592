import { KeyRound, Pause, Play, Send } from "lucide-preact";
import { useState } from "preact/hooks";
import { chooseSending, pauseToday } from "../device/sending";
import { syncNow } from "../device/sync";
import { syncState } from "../device/sync_state";
import { vault } from "../device/vault";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { Button, Message, StatusPill } from "../ui";
import { clock, size } from "./moments";
import { href } from "./router";
import { phaseWords, unsentWords } from "./StatusLine";
import { Trouble } from "./Trouble";

/** The restored server does not know this phone: what that means, and the way back. */
function Stranger() {
  return (
    <Message tone="warn" what={tk("again.what")} then={tk("again.then")}>
      <Button kind="primary" icon={KeyRound} href={href({ name: "again" })}>
        {tk("again.title")}
      </Button>
    </Message>
  );
}

function Alarm() {
  const { phase, problem, restored_at, paused } = syncState.value;
  if (phase === "alarm") return <Trouble error={{ code: problem ?? "alarm" }} />;
  if (phase === "stranger") return <Stranger />;
  if (paused) return <p class="small">{tk("keep.paused")}</p>;
  if (restored_at) {
    const what = tm("me.restored", { at: clock(restored_at) });
    return <Message tone="warn" what={what} then={tm("me.restored_then")} />;
  }
  if (problem === "offline") return <p class="small quiet">{tm("me.offline")}</p>;
  return problem ? <Trouble tone="warn" error={{ code: problem }} /> : null;
}

/** When the server last gave its word, and when its history was last checked. */
export function Integrity() {
  const { ledger_ok_at, last_receipt_at, delivered } = syncState.value;
  const rows = [
    [tm("me.delivered"), tm("me.delivered_n", { n: delivered })],
    [tm("me.last_receipt"), last_receipt_at ? clock(last_receipt_at) : tm("me.never")],
    [tm("me.integrity"), ledger_ok_at ? `${clock(ledger_ok_at)} ✓` : tm("me.never")],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, said]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="num">{said}</dd>
        </div>
      ))}
    </dl>
  );
}

function PauseButton() {
  const kid = vault.value?.kid;
  const { paused } = syncState.value;
  if (!kid) return null;
  const press = () => (paused ? chooseSending(kid, { paused_until: 0 }) : pauseToday(kid));
  return (
    <Button icon={paused ? Play : Pause} onClick={() => void press().catch(() => undefined)}>
      {tk(paused ? "keep.resume" : "keep.pause")}
    </Button>
  );
}

/** What is unsent, in whose hands it is, and the buttons that send or pause. */
export function SyncCard({ whole }: { whole?: boolean }) {
  const [busy, setBusy] = useState(false);
  const state = syncState.value;
  const { words, icon, tone } = phaseWords(state);
  const unsent = state.unsent_entries + state.unsent_pictures;
  const send = async () => {
    setBusy(true);
    await syncNow().catch(() => undefined);
    setBusy(false);
  };
  return (
    <section class="card stack">
      <div class="row">
        <h2 class="grow">{tm("me.sync")}</h2>
        <StatusPill tone={tone} icon={icon}>
          {words}
        </StatusPill>
      </div>
      <Alarm />
      <p class="figure num">
        {unsent > 0 ? tm("me.only_here", { what: unsentWords(state) }) : tm("me.all_sent")}
      </p>
      {unsent > 0 && <p class="small quiet num">{tm("me.bytes", { size: size(state.unsent_bytes) })}</p>}
      {whole && <Integrity />}
      <Button
        kind={state.phase === "stranger" ? "plain" : "primary"}
        block
        icon={Send}
        busy={busy && tm("me.sending")}
        disabled={state.paused}
        onClick={send}
      >
        {tm("me.send")}
      </Button>
      {whole && <PauseButton />}
    </section>
  );
}
