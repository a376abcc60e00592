import { render } from "preact";
import { loadReference } from "../device/reference";
import { startUpdates } from "../device/update";
import { lang, setLang } from "../text/field";
import { startLook } from "../ui";
import { App } from "./App";
import { startAutoLock } from "./autolock";
import { startRouter } from "./router";
import { code, groupedCode } from "./setup/state";
import "./field.css";
import "./form.css";
import "./capture.css";
import "./setup.css";

startLook("field");
setLang(lang.value);
code.value = groupedCode(startRouter());
// Where nothing can be stored, the screen says so.
loadReference().catch(() => undefined);
startUpdates();
startAutoLock();
const root = document.getElementById("app");
if (root) render(<App />, root);

/** What the first picture does not need: sending, and the screens of a record, ready before they are asked for. */
async function startRest(): Promise<void> {
  const { startSync } = await import("../device/sync");
  startSync();
  await import("./WithDraft");
}
void startRest();
