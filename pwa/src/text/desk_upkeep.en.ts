import type { upkeepZh } from "./desk_upkeep.zh";

/** English of the room of settings. */
export const upkeepEn: Record<keyof typeof upkeepZh, string> = {
  "city.title": "The city",
  "city.note": "Shown on the phones' About page, offline too. Phones have it after their next contact.",
  "city.organiser": "Organiser",
  "city.filing_no": "Filing number",
  "city.complaint": "Where to complain",
  "city.keep_days": "Days that phones keep delivered originals (14–365)",
  "city.save": "Save",
  "city.saved": "Saved",

  "file.title": "Import a file that a phone exported",
  "file.note":
    "For a broken phone, weeks offline or a forgotten unlock code: the officer's .xzx file brings everything in. It is opened in this browser, and neither passphrase nor recovery key leaves it; who opened whose file is written into the ledger.",
  "file.pick": "Choose the .xzx file",
  "file.of": "{name}'s phone, exported {at}",
  "file.locked": "Exported with the unlock code forgotten: only the recovery key opens it.",
  "file.by": "Open it with",
  "file.by_passphrase": "Passphrase",
  "file.by_recovery": "Recovery key file",
  "file.passphrase": "Passphrase",
  "file.recovery": "Choose recovery.json",
  "file.do": "Open and import",
  "file.busy": "Importing: {n} entries, {p} pictures",
  "file.done": "{n} admitted, {k} known, {r} refused; {p} pictures",
  "file.cut": "The file was cut short: what came before is in. Ask the officer to export once more.",
  "file.trouble": "Not taken in:",
  "file.drafts": "{n} drafts as well: unsigned, so they cannot be admitted.",
  "file.drafts_save": "Save the drafts' text",
  "file.bad_format": "Not a file exported by this program",
  "file.bad_no_passphrase": "It has no passphrase: open it with the recovery key",
  "file.bad_wrong_key": "Wrong passphrase, or another city's recovery key",
  "file.bad_recovery_file": "Not a file of recovery keys",
};
