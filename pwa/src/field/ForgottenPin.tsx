import { exportLocked } from "../device/locked_export";
import { tx } from "../text/field_rescue";
import { Message } from "../ui";
import { ExportButton } from "./Export";

/** What to do about a forgotten unlock code, and the export that needs none. */
export function ForgottenPin({ kid }: { kid: string }) {
  const make = async () => {
    const { file, name, entries, pictures, drafts } = await exportLocked(kid);
    return { file, name, said: tx("forgot.done", { n: entries, p: pictures, d: drafts, name }) };
  };
  return (
    <section class="card stack">
      <Message what={tx("forgot.what")} then={tx("forgot.then")} />
      <ol class="steps">
        {(["forgot.1", "forgot.2", "forgot.3"] as const).map((key) => (
          <li key={key}>{tx(key)}</li>
        ))}
      </ol>
      <ExportButton label={tx("forgot.do")} busy={tx("forgot.busy")} make={make} />
    </section>
  );
}
