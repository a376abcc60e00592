import { SquarePlus } from "lucide-preact";
import { browserKind } from "../device/browser_kind";
import { acceptOffer, installed, installOffer } from "../device/install";
import { tn } from "../text/field_comfort";
import { Button, Message, TopBar } from "../ui";
import { Reading } from "./Reading";
import { href } from "./router";

/** The way to the home screen in the words of this browser, with the browser's own button where it has one. */
export function InstallSteps() {
  const kind = browserKind(navigator.userAgent, navigator.maxTouchPoints);
  if (installed.value) return <Message tone="ok" what={tn("install.done")} />;
  return (
    <>
      <p>{tn("install.why")}</p>
      {installOffer.value && (
        <Button kind="primary" block icon={SquarePlus} onClick={() => void acceptOffer()}>
          {tn("install.do")}
        </Button>
      )}
      <ol class="steps">
        {[tn(`install.${kind}_1`), tn(`install.${kind}_2`), tn("install.last")].map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ol>
    </>
  );
}

export function Install() {
  return (
    <main class="screen">
      <TopBar title={tn("install.title")} back={href({ name: "me" })} />
      <Reading label={tn("install.title")}>
        <section class="card stack">
          <InstallSteps />
        </section>
        {!installed.value && <p class="quiet">{tn("install.moves")}</p>}
      </Reading>
    </main>
  );
}
