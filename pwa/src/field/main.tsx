import { render } from "preact";
import { awaitOffer } from "../device/install";
import { loadReference } from "../device/reference";
import { startUpdates } from "../device/update";
import { listVaults } from "../device/vault";
import { lang, setLang } from "../text/field";
import { startLook } from "../ui";
import { App } from "./App";
import { startRouter } from "./router";
import { code, groupedCode } from "./setup/state";
import "./field.css";
import "./form.css";
import "./capture.css";
import "./setup.css";

awaitOffer();
// No worker is in charge yet: most likely a first visit, whose screens need not wait for the store to open.
const isFirstVisit = !navigator.serviceWorker?.controller;
if (isFirstVisit) import("./setup/Setup").catch(() => undefined);
startLook("field");
setLang(lang.value);
code.value = groupedCode(startRouter());
// Where nothing can be stored, the screen says so.
loadReference().catch(() => undefined);
const root = document.getElementById("app");
if (root) render(<App />, root);

const drawn = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done, 0));
  });

/** A phone without a vault draws the first-run screens: they travel before anything that can wait. */
async function firstScreen(): Promise<void> {
  const vaults = await listVaults().catch(() => []);
  if (vaults.length === 0) await import("./setup/Setup");
  await drawn();
}

/** What the first picture does not need: keeping the app offline, sending, and the screens of a record. */
async function startRest(): Promise<void> {
  await firstScreen().catch(() => undefined);
  startUpdates();
  await (await import("./standing")).goBack();
  (await import("./autolock")).startAutoLock();
  const { startSync } = await import("../device/sync");
  startSync();
  (await import("./comfort")).startComfort();
  await import("./WithDraft");
}
void startRest();
