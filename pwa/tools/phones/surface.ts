/** What the bundle of one tab offers: the device layer as the screens use it. */
export { keepDerived } from "../../src/device/derive.ts";
export { dropDraft, getDraft, listDrafts, openDraft, saveDraft } from "../../src/device/drafts.ts";
export { enrol, signIn, signOut } from "../../src/device/enrol.ts";
export { enrolAgain } from "../../src/device/enrol_again.ts";
export { exportUnsent } from "../../src/device/export.ts";
export { farewell } from "../../src/device/farewell.ts";
export { exportLocked } from "../../src/device/locked_export.ts";
export { myRecords, readRecord, saveRecord } from "../../src/device/records.ts";
export { catalogue } from "../../src/device/reference.ts";
export { chooseSending, pauseToday } from "../../src/device/sending.ts";
export { noteShare } from "../../src/device/sharing.ts";
export { dropShot, takeShot } from "../../src/device/shots.ts";
export { startSync, syncNow, syncState, tick } from "../../src/device/sync.ts";
export {
  heldVaults,
  listVaults,
  lock,
  unlock,
  vault,
} from "../../src/device/vault.ts";
export { changePin, createVault, pinLock } from "../../src/device/vault_making.ts";
export { withdrawRecord } from "../../src/device/withdrawing.ts";
export const buildId: string = __BUILD_ID__;
