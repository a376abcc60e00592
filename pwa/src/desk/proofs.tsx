import { useSignal } from "@preact/signals";
import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-preact";
import { codeWords, type DeskWord, t } from "../text/desk";
import { Button, ErrorBox, type IconNode, Progress, StatusPill, type Tone } from "../ui";
import { api } from "./api";
import { shortHash } from "./format";
import { wordsOf } from "./problem_words";
import { about } from "./session";
import type { Receipt, RecordDetail } from "./types";
import type { Checked } from "./verify";

interface Line {
  title: string;
  hash: string;
  receipt: Receipt | null;
  checked: Checked;
}

type State =
  | { phase: "shut" | "checking" }
  | { phase: "done"; lines: Line[] }
  | { phase: "failed"; error: unknown };

/** Fetches the proofs and checks each of them here, in this browser. */
async function prove(record: RecordDetail): Promise<Line[]> {
  const [proofs, verify] = await Promise.all([api.proofs(record.id), import("./verify")]);
  const trust = { origin: about.value?.origin ?? "", vkey: about.value?.vkey ?? "" };
  const entries = proofs.entries.map(async ({ jws, receipt }): Promise<Line> => {
    if (jws === null) return { title: t("proofs.entry"), hash: "", receipt, checked: { state: "erased" } };
    const { hash, kind } = await verify.entryOf(jws);
    const checked = await verify.checkEntry(trust, jws, receipt);
    return { title: codeWords("proofs.kind", kind), hash, receipt, checked };
  });
  const blobs = proofs.blobs.map(async ({ sha256, receipt }, index): Promise<Line> => {
    const bytes = record.photos.find((photo) => photo.sha256 === sha256)?.bytes ?? -1;
    const checked = await verify.checkBlob(trust, { sha256, bytes }, receipt);
    return { title: t("proofs.blob", { n: index + 1 }), hash: sha256, receipt, checked };
  });
  return Promise.all([...entries, ...blobs]);
}

/** Shut at first: a reviewer seldom needs it, an auditor always does. */
export function Proofs({ record }: { record: RecordDetail }) {
  const state = useSignal<State>({ phase: "shut" });
  const open = async (): Promise<void> => {
    state.value = { phase: "checking" };
    try {
      state.value = { phase: "done", lines: await prove(record) };
    } catch (error) {
      state.value = { phase: "failed", error };
    }
  };
  const { value } = state;
  return (
    <section class="block proofs">
      <h3>{t("proofs.title")}</h3>
      <p class="quiet">{t("proofs.note")}</p>
      {value.phase === "shut" && (
        <Button icon={ShieldCheck} onClick={() => void open()}>
          {t("proofs.load")}
        </Button>
      )}
      {value.phase === "checking" && <Progress words={t("proofs.checking")} />}
      {value.phase === "failed" && (
        <ErrorBox what={wordsOf(value.error).what} then={wordsOf(value.error).hint || undefined} />
      )}
      {value.phase === "done" && <Lines lines={value.lines} />}
    </section>
  );
}

const SHOWN: Record<Checked["state"], { tone: Tone; icon: IconNode; words: DeskWord }> = {
  verified: { tone: "ok", icon: ShieldCheck, words: "proofs.verified" },
  failed: { tone: "bad", icon: ShieldAlert, words: "proofs.failed" },
  pending: { tone: "plain", icon: ShieldQuestion, words: "proofs.pending" },
  erased: { tone: "plain", icon: ShieldQuestion, words: "proofs.erased" },
  unable: { tone: "warn", icon: ShieldQuestion, words: "proofs.unable" },
};

function Lines({ lines }: { lines: readonly Line[] }) {
  const first = lines.map(({ checked }) => checked).find((checked) => checked.state === "verified");
  return (
    <>
      {lines.some(({ checked }) => checked.state === "failed") && (
        <ErrorBox what={t("proofs.failed")} then={t("proofs.failed_do")} />
      )}
      <ul class="proof-lines">
        {lines.map((line) => (
          <ProofLine key={line.hash} line={line} />
        ))}
      </ul>
      {first?.state === "verified" && (
        <p class="quiet num">
          {t("proofs.size")} {first.size} · {t("proofs.root")}{" "}
          <code title={first.root}>{shortHash(first.root)}</code>
        </p>
      )}
    </>
  );
}

function ProofLine({ line }: { line: Line }) {
  const { tone, icon, words } = SHOWN[line.checked.state];
  return (
    <li>
      <b>{line.title}</b>
      <code title={line.hash}>{shortHash(line.hash)}</code>
      <span class="quiet num">{line.receipt ? `${t("proofs.leaf")} ${line.receipt.index}` : ""}</span>
      <StatusPill tone={tone} icon={icon}>
        {t(words)}
      </StatusPill>
    </li>
  );
}
