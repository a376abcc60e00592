import { PencilLine } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { MOST_PHRASES, ownPhrases, setPhrases } from "../device/phrases";
import type { Draft } from "../device/types";
import { tc } from "../text/field";
import { tw } from "../text/field_team";
import { Button, Sheet, TextInput } from "../ui";
import { change } from "./draft";
import { Trouble } from "./Trouble";

const FIRST = ["phrase.1", "phrase.2", "phrase.3", "phrase.4", "phrase.5", "phrase.6"] as const;
const PLACES = Array.from({ length: MOST_PHRASES }, (_, n) => n);

/** The note with a phrase at its end, once. */
function withPhrase(note: string, phrase: string): string {
  if (note.includes(phrase)) return note;
  return note.trim() === "" ? phrase : `${note.trimEnd()}${tw("phrase.then")}${phrase}`;
}

type EditProps = { phrases: readonly string[]; onDone: (phrases: string[]) => void };

function Edit({ phrases, onDone }: EditProps) {
  const [said, setSaid] = useState([...phrases]);
  const [error, setError] = useState<unknown>(null);
  const keep = () => setPhrases(said).then(() => onDone(said.filter((each) => each.trim() !== "")), setError);
  return (
    <>
      {PLACES.map((n) => (
        <TextInput
          key={n}
          label={tw("phrase.nth", { n: n + 1 })}
          value={said[n] ?? ""}
          maxLength={40}
          onInput={(typed) => setSaid(PLACES.map((at) => (at === n ? typed : (said[at] ?? ""))))}
        />
      ))}
      <Trouble error={error} />
      <Button kind="primary" block onClick={() => void keep()}>
        {tw("phrase.keep")}
      </Button>
    </>
  );
}

/** Six phrases a tap away from the note, the officer's own where they were changed. */
export function Phrases({ now }: { now: Draft }) {
  const [own, setOwn] = useState<string[] | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    ownPhrases().then(setOwn, () => undefined);
  }, []);
  const phrases = own ?? FIRST.map((key) => tw(key));
  const done = (next: string[]) => {
    setOwn(next);
    setOpen(false);
  };
  return (
    <div class="row wrap">
      {phrases.map((phrase) => (
        <button
          key={phrase}
          type="button"
          class="chip"
          onClick={() => void change({ note: withPhrase(now.note, phrase) })}
        >
          {phrase}
        </button>
      ))}
      <Button kind="quiet" icon={PencilLine} label={tw("phrase.edit")} onClick={() => setOpen(true)} />
      <Sheet open={open} title={tw("phrase.edit")} onClose={() => setOpen(false)}>
        <Edit phrases={phrases} onDone={done} />
        <Button block onClick={() => setOpen(false)}>
          {tc("cancel")}
        </Button>
      </Sheet>
    </div>
  );
}
