import { Download } from "lucide-preact";
import { useState } from "preact/hooks";
import { exportUnsent } from "../device/export";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { Button, Field, TextInput } from "../ui";
import { Trouble } from "./Trouble";

interface Made {
  file: Blob;
  name: string;
  /** What it holds, in words. */
  said: string;
}

export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

type ExportButtonProps = { label: string; busy: string; disabled?: boolean; make: () => Promise<Made> };

/** Makes an encrypted file, gives it to the phone, and says what is in it. */
export function ExportButton({ label, busy, disabled = false, make }: ExportButtonProps) {
  const [making, setMaking] = useState(false);
  const [said, setSaid] = useState("");
  const [error, setError] = useState<unknown>(null);
  const press = async () => {
    setMaking(true);
    setError(null);
    try {
      const made = await make();
      download(made.file, made.name);
      setSaid(made.said);
    } catch (problem) {
      setError(problem);
    }
    setMaking(false);
  };
  return (
    <>
      <Button icon={Download} busy={making && busy} disabled={disabled} onClick={press}>
        {label}
      </Button>
      {said && <p role="status">{said}</p>}
      <Trouble error={error} />
    </>
  );
}

/** Long enough that guessing it costs more than the file is worth. */
const LEAST_WORDS = 8;

async function unsent(passphrase: string): Promise<Made> {
  const { file, name, entries, pictures } = await exportUnsent(passphrase);
  return { file, name, said: tm("me.exported", { n: entries, p: pictures, name }) };
}

/** The way out for what cannot be sent; with a passphrase whoever knows it can import the file at the desk. */
export function ExportUnsent() {
  const [words, setWords] = useState("");
  const isShort = words.trim().length > 0 && words.trim().length < LEAST_WORDS;
  return (
    <>
      <Field label={tk("keep.pass")} aside={tk("keep.pass_aside")} missing={isShort && tk("keep.pass_short")}>
        <TextInput label={tk("keep.pass")} value={words} maxLength={200} onInput={setWords} />
      </Field>
      <p class="small quiet">{tk("keep.pass_why")}</p>
      <ExportButton
        label={tm("me.export")}
        busy={tm("me.exporting")}
        disabled={isShort}
        make={() => unsent(words)}
      />
    </>
  );
}
