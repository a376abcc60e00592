import type { rescueZh } from "./field_rescue.zh";

export const rescueEn: Record<keyof typeof rescueZh, string> = {
  "forgot.what": "Nothing is lost",
  "forgot.then":
    "Photos, records and drafts are still on this phone, encrypted. The unlock code cannot be reset; but the city's recovery key opens the file that is exported here. Three steps:",
  "forgot.1": "Export the encrypted file: everything not sent yet, and the drafts",
  "forgot.2": "Hand it to the administrator; the keeper of the recovery key opens it and takes it in",
  "forgot.3": "Then enrol again with “Enrol another officer”. What was there stays on the phone",
  "forgot.do": "Export encrypted file",
  "forgot.busy": "Exporting…",
  "forgot.done": "Exported entries: {n}, photos: {p}, drafts: {d}, as {name}",

  "lock.draining": "Still sending while locked: {what}",
  "lock.waits": "{what} not sent yet; sending goes on once unlocked",

  "elsewhere.what": "This draft is open in another window",
  "elsewhere.then":
    "A draft is filled in in one window at a time. Go on in that window; or close it, and the draft opens here by itself.",
};
