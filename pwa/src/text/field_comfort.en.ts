import type { comfortZh } from "./field_comfort.zh";

export const comfortEn: Record<keyof typeof comfortZh, string> = {
  "install.title": "Add to home screen",
  "install.why":
    "From its icon the app fills the screen, starts faster, and the browser is less likely to clear its data.",
  "install.do": "Add to home screen",
  "install.done": "You are using the app from its icon.",
  "install.ios_1": "Tap the share button at the bottom (or beside the address)",
  "install.ios_2": "Scroll down to “Add to Home Screen” and tap “Add”",
  "install.android_1": "Tap ⋮ at the top right of the browser",
  "install.android_2": "Choose “Add to Home screen” or “Install app”",
  "install.firefox_1": "Tap ⋮ beside the address",
  "install.firefox_2": "Choose “Install” or “Add to Home screen”",
  "install.huawei_1": "Tap ⋮ or the four dots at the bottom of the browser",
  "install.huawei_2": "Choose “Add to”, then “Home screen”",
  "install.desktop_1": "Click the install icon at the right of the address, or open the browser's menu",
  "install.desktop_2": "Choose “Install”",
  "install.last": "Open the app from its icon",
  "install.moves":
    "If the icon asks you to enrol again, first let everything here be sent, then ask for a new code.",

  "news.title": "What is new in this version",
  "news.read": "Got it",

  "shared.what": "Photos shared from another app: {n}",
  "shared.then":
    "Put into a new record they are marked “imported”. What is not taken is cleared after a day.",
  "shared.take": "New record",
  "shared.drop": "Not wanted",
  "shared.busy": "Taking them in…",
  "shared.failed": "Could not be opened and left out: {n}",
  "shared.failed_then": "Not a photo, damaged, or too large. The others are in the draft.",
  "shared.open": "Open the draft",

  "lost.place": "The place in the link is not on this phone",
  "lost.place_then":
    "It may belong to another unit. Look for it under “Search”, or try again with a network.",
  "lost.photos": "No photos arrived",
  "lost.photos_then":
    "They may be no photos, or the phone is full. The originals are in the album: share them again.",
};
