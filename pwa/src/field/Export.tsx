import { Download } from "lucide-preact";
import { useState } from "preact/hooks";
import { exportUnsent } from "../device/export";
import { tm } from "../text/field_more";
import { Button } from "../ui";
import { Trouble } from "./Trouble";

interface Made {
  file: Blob;
  name: string;
  /** What it holds, in words. */
  said: string;
}

function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

type ExportButtonProps = { label: string; busy: string; make: () => Promise<Made> };

/** Makes an encrypted file, gives it to the phone, and says what is in it. */
export function ExportButton({ label, busy, make }: ExportButtonProps) {
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
      <Button icon={Download} busy={making && busy} onClick={press}>
        {label}
      </Button>
      {said && <p role="status">{said}</p>}
      <Trouble error={error} />
    </>
  );
}

async function unsent(): Promise<Made> {
  const { file, name, entries, pictures } = await exportUnsent();
  return { file, name, said: tm("me.exported", { n: entries, p: pictures, name }) };
}

/** The way out for what cannot be sent. */
export function ExportUnsent() {
  return <ExportButton label={tm("me.export")} busy={tm("me.exporting")} make={unsent} />;
}
