import { signal } from "@preact/signals";
import { ShieldCheck } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, ErrorBox, Message, Progress } from "../ui";
import { api } from "./api";
import { Fact } from "./facts_head";
import { count, fullTime } from "./format";
import { type LedgerNote, readNote, seenFrom } from "./ledger_note";
import { wordsOf } from "./problem_words";
import { about, watched } from "./session";
import { remember, remembered } from "./storage";
import type { LedgerVerdict } from "./verify";

const note = signal<LedgerNote | null>(null);
const failure = signal<unknown>(null);
const verdict = signal<LedgerVerdict | null>(null);
const busy = signal(false);
const checked_at = signal<string | null>(null);

/** What this browser believed last, kept per ledger so that a demo and the real city never mix. */
const keyOf = (origin: string): string => `ledger.${origin}`;

async function verify(): Promise<void> {
  const { origin = "", vkey = "" } = about.value ?? {};
  busy.value = true;
  failure.value = null;
  try {
    const text = await watched(api.checkpoint());
    note.value = readNote(text);
    const seen = seenFrom(remembered(keyOf(origin)));
    const { checkLedger } = await import("./verify");
    verdict.value = await checkLedger({ origin, vkey }, text, seen, async (from, to) => ({
      from,
      to,
      proof: (await api.consistency(from, to)).proof,
    }));
    if (verdict.value.state === "ok") {
      checked_at.value = new Date().toISOString();
      remember(keyOf(origin), JSON.stringify({ ...verdict.value.seen, at: checked_at.value }));
    }
  } catch (error) {
    failure.value = error;
  } finally {
    busy.value = false;
  }
}

/** The ledger's newest checkpoint, checked in this browser against what it saw before. */
export function LedgerRoom() {
  useEffect(() => {
    void verify();
  }, []);
  const { value } = note;
  return (
    <main class="one-pane">
      <div class="detail ledger">
        <header class="detail-head">
          <div class="grow">
            <h1>{t("ledger.title")}</h1>
            <p class="quiet">{t("ledger.note")}</p>
          </div>
          <Button
            kind="primary"
            icon={ShieldCheck}
            busy={busy.value ? t("proofs.checking") : false}
            onClick={() => void verify()}
          >
            {t("ledger.verify")}
          </Button>
        </header>
        <Outcome />
        {!value && busy.value && <Progress words={t("app.loading")} />}
        {value && <NoteFacts note={value} />}
      </div>
    </main>
  );
}

function Outcome() {
  if (failure.value) {
    const { what, hint } = wordsOf(failure.value);
    return (
      <ErrorBox what={what} then={hint || undefined}>
        <Button onClick={() => void verify()}>{tc("retry")}</Button>
      </ErrorBox>
    );
  }
  switch (verdict.value?.state) {
    case "ok":
      return <Good grown_from={verdict.value.grown_from} size={verdict.value.seen.size} />;
    case "unable":
      return <Message tone="warn" what={t("ledger.unable")} />;
    case "bad_signature":
    case "bad_history":
      return (
        <ErrorBox
          what={t("ledger.bad")}
          then={`${t(`ledger.${verdict.value.state}`)} ${t("ledger.bad_do")}`}
        />
      );
    default:
      return null;
  }
}

function Good({ grown_from, size }: { grown_from: number; size: number }) {
  if (grown_from === 0) return <Message tone="ok" what={t("ledger.ok")} />;
  const same = grown_from === size;
  return (
    <Message
      tone="ok"
      what={same ? t("ledger.ok_same") : t("ledger.ok_grown", { from: count(grown_from) })}
    />
  );
}

function NoteFacts({ note: { size, root, text } }: { note: LedgerNote }) {
  const { origin = "", vkey = "" } = about.value ?? {};
  const last = checked_at.value ?? seenFrom(remembered(keyOf(origin))).at;
  return (
    <>
      <p class="ledger-size num">
        <b>{count(size)}</b> {t("ledger.size")}
      </p>
      <dl class="facts-list wide">
        <Fact label={t("ledger.origin")}>
          <code>{origin}</code>
        </Fact>
        <Fact label={t("ledger.root")}>
          <code>{root}</code>
        </Fact>
        <Fact label={t("ledger.key")}>
          <code>{vkey}</code>
        </Fact>
      </dl>
      <h2>{t("ledger.note_text")}</h2>
      <pre class="note-text">{text}</pre>
      <p class="quiet num">{last ? t("ledger.last", { at: fullTime(last) }) : t("ledger.never")}</p>
    </>
  );
}
