import { useEffect, useState } from "preact/hooks";
import { tt } from "../text/desk_tasks";
import { Button, ErrorBox, Field } from "../ui";
import { itemWords } from "./catalogue_store";
import { wordsOf } from "./problem_words";
import { type Chosen, ItemPicks } from "./task_picks";
import { pin, pinnedOf } from "./tasks_store";
import { UnitField } from "./unit_field";

const MOST = 8;

/** The pinned items of one unit as they stand, changed here and saved. */
function usePins(onDone: () => void) {
  const [unit, setUnit] = useState("");
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (!unit) return;
    pinnedOf(unit).then(
      (codes) => setChosen(new Map(codes.map((code) => [code, itemWords(code)]))),
      setError,
    );
  }, [unit]);
  const save = async () => {
    setBusy(true);
    try {
      await pin(unit, [...chosen.keys()]);
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return { unit, setUnit, chosen, setChosen, busy, error, save };
}

/** The items that stand first on the phones of a unit. */
export function PinsForm({ onDone }: { onDone: () => void }) {
  const { unit, setUnit, chosen, setChosen, busy, error, save } = usePins(onDone);
  return (
    <div class="detail task-form">
      <h1>{tt("pins.title")}</h1>
      <p class="quiet">{tt("pins.why")}</p>
      <UnitField value={unit} onChange={setUnit} />
      {unit && (
        <Field label={tt("form.items")}>
          <ItemPicks chosen={chosen} onChange={setChosen} />
        </Field>
      )}
      {chosen.size > MOST && <p class="need">{tt("pins.too_many")}</p>}
      {error !== null && <ErrorBox what={wordsOf(error).what} then={wordsOf(error).hint || undefined} />}
      <Button
        kind="primary"
        busy={busy && tt("pins.saving")}
        disabled={!unit || chosen.size > MOST}
        onClick={() => void save()}
      >
        {tt("pins.save")}
      </Button>
    </div>
  );
}
