import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Capture } from "./Capture";
import { draft, resume } from "./draft";
import { Form } from "./Form";
import { Opening } from "./Later";

/** Brings back the draft an address names, for instance after the app was killed. */
function WithDraft({ id, children }: { id: string; children: ComponentChildren }) {
  const [looked, setLooked] = useState(draft.value?.id === id);
  useEffect(() => {
    void resume(id).finally(() => setLooked(true));
  }, [id]);
  return looked ? children : <Opening />;
}

export function CaptureDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Capture />
    </WithDraft>
  );
}

export function FormDraft({ id }: { id: string }) {
  return (
    <WithDraft id={id}>
      <Form />
    </WithDraft>
  );
}
