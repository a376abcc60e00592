import { Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { withdrawRecord } from "../device/withdrawing";
import { tk } from "../text/field_upkeep";
import { Button, Choice, Field, Sheet, TextInput } from "../ui";
import { Trouble } from "./Trouble";

const REASONS = ["rec.why_twice", "rec.why_item", "rec.why_place", "rec.why_nothing"] as const;

/** Asks why, and takes the record back; what was sent stays. */
export function Withdraw({ record }: { record: string }) {
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const [error, setError] = useState<unknown>(null);
  const withdraw = () => {
    setError(null);
    withdrawRecord(record, why.trim()).then(() => setOpen(false), setError);
  };
  return (
    <>
      <Button block icon={Undo2} onClick={() => setOpen(true)}>
        {tk("rec.withdraw")}
      </Button>
      <Sheet open={open} title={tk("rec.withdraw_title")} onClose={() => setOpen(false)}>
        <p>{tk("rec.withdraw_then")}</p>
        <Field label={tk("rec.withdraw_why")}>
          <Choice
            label={tk("rec.withdraw_why")}
            options={REASONS.map((key) => ({ value: tk(key), label: tk(key) }))}
            value={[why]}
            even
            onChange={([next]) => setWhy(next ?? "")}
          />
        </Field>
        <Field label={tk("rec.withdraw_other")}>
          <TextInput label={tk("rec.withdraw_other")} value={why} maxLength={200} onInput={setWhy} />
        </Field>
        <Trouble error={error} />
        <Button kind="danger" block disabled={why.trim() === ""} onClick={withdraw}>
          {tk("rec.withdraw")}
        </Button>
      </Sheet>
    </>
  );
}
