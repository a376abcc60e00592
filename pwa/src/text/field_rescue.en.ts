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

  "again.why":
    "The phone's key and records stay as they are; the server only gets to know it again. The administrator gives you the code, which works once. The password is used here once.",
  "again.who": "Account",
  "again.who_aside": "If it is gone since, have it made again under the same user name",
  "again.do": "Enrol again",
  "again.busy": "Enrolling again…",
  "again.done": "Enrolled again",
  "again.done_then":
    "The server knows this phone. Being sent again: {what}. What has its receipt is shown as delivered.",
  "again.done_empty": "The server knows this phone. There is nothing to send again.",
  "again.back": "See it being sent",
  "again.known": "The server knows this phone",
  "again.known_then": "There is no need to enrol again. What is unsent is sent by itself.",
  "again.other": "This is not the server it was",
  "again.other_then":
    "It was given neither password nor code. All you recorded is on this phone; check the address, then ask an administrator.",
  "again.export": "Where that must wait",
  "again.export_why": "Export what is unsent as an encrypted file, and hand it to the desk for safe keeping.",

  "lock.draining": "Still sending while locked: {what}",
  "lock.waits": "{what} not sent yet; sending goes on once unlocked",

  "elsewhere.what": "This draft is open in another window",
  "elsewhere.then":
    "A draft is filled in in one window at a time. Go on in that window; or close it, and the draft opens here by itself.",
};
