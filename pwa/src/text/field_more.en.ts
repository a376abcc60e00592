import type { moreZh } from "./field_more.zh";

export const moreEn: Record<keyof typeof moreZh, string> = {
  "wechat.what": "Please open in the phone's own browser",
  "wechat.why":
    "WeChat clears its data, so photos and records cannot be kept here. Copy the address into the phone's browser.",
  "wechat.copy": "Copy the address",
  "wechat.copied": "Copied. Open the phone's browser and paste it.",
  "wechat.not_copied": "Could not copy. Press and hold the address above to copy it.",

  "setup.step": "Step {n} of 6",
  "welcome.title": "Welcome to Xunzheng",
  "welcome.what": "Patrol with proof, also offline. The first time needs a network and about two minutes:",
  "welcome.1": "Sign in once and choose a six-digit unlock code",
  "welcome.2": "Enter the one-time code your administrator gave you",
  "welcome.3":
    "From then on photos and records work without a network and are sent by themselves when there is one",
  "welcome.install": "Best: choose “Add to Home screen” in the browser's menu first, and open it from there.",
  "welcome.install_how": "How to add it",
  "welcome.revoked": "{name}'s enrolment on this phone was revoked",
  "welcome.revoked_do":
    "All that was recorded has arrived, and this phone's copy is erased. To go on, ask for a new code.",
  "welcome.start": "Start",
  "welcome.ios_title": "Add to the Home Screen first",
  "welcome.ios_why":
    "On an iPhone a browser tab and the Home-Screen app keep separate data, and the system clears the tab's. So use it from the Home Screen:",
  "welcome.ios_code": "You will be asked for the enrolment code there; note it down: {code}",
  "welcome.ios_1": "Tap the share button of the browser",
  "welcome.ios_2": "Choose “Add to Home Screen”, then open it from there",

  "signin.title": "Sign in",
  "signin.why":
    "Used once, to enrol this phone. Afterwards the phone sends with its own key, even if the password changes.",
  "signin.name": "User name",
  "signin.password": "Password",
  "signin.do": "Sign in",
  "signin.busy": "Signing in…",
  "signin.asking": "Contacting the server…",
  "signin.again": "Try again",
  "signin.demo": "Demo accounts: tap to fill in",

  "enrol.title": "Enrol this phone",
  "enrol.why": "The administrator gives you the code. It works once, within seven days.",
  "enrol.code": "Enrolment code",
  "enrol.aside": "8 characters, any case",
  "enrol.do": "Enrol",
  "enrol.busy": "Enrolling and encrypting…",

  "pin.title": "Choose an unlock code",
  "pin.why":
    "It opens Xunzheng. Photos and records are encrypted from the first one and cannot be opened without it. Forgetting it loses nothing: what was not sent can be exported, and the city's recovery key opens it.",
  "pin.first": "Enter six digits",
  "pin.second": "Enter them once more",
  "pin.differs": "The two did not match; choose again",
  "pin.busy": "Encrypting, one moment…",

  "allow.camera": "Allow the camera",
  "allow.camera_why":
    "Photos are taken inside the page and encrypted at the shutter.\nThey do not go to the phone's album, and nothing is taken unless you press the shutter.",
  "allow.camera_refused": "The camera did not open",
  "allow.camera_instead":
    "You can allow it later in the browser's settings. Photos can still be imported from the album; they are marked.",
  "allow.location": "Allow location",
  "allow.location_why":
    "Read only while you take photos and fill in, to say where it is and to judge distances.\nNo track is kept.",
  "allow.location_refused": "Location is off",
  "allow.location_instead":
    "You can allow it later in the system's settings. Recording works without it; say clearly where it is.",
  "allow.keep": "Keep data on this phone",
  "allow.keep_why": "What is not sent yet is only on this phone. Ask the browser to promise not to clear it.",
  "allow.keep_refused": "The browser did not promise",
  "allow.keep_instead":
    "Added to the Home screen and used often, it is usually kept. Try to send on the same day.",
  "allow.do": "Allow",
  "allow.busy": "Please answer the prompt…",
  "allow.later": "Later",
  "allow.go_on": "Go on",

  "me.sync": "Sending",
  "me.only_here": "Only on this phone: {what}",
  "me.all_sent": "Everything on this phone is delivered",
  "me.offline": "You can go on recording. It is sent by itself once there is a network.",
  "me.bytes": "{size} to send",
  "me.delivered": "Delivered",
  "me.delivered_n": "{n} (records and photos)",
  "me.last_receipt": "Last receipt",
  "me.integrity": "Integrity check",
  "me.never": "not yet",
  "me.send": "Send now",
  "me.sending": "Sending…",
  "me.restored": "The server was restored from a backup at {at}",
  "me.restored_then":
    "What was delivered after the restored point is being sent again. Your records and photos are all still here.",
  "me.persisted": "The browser promised to keep this data.",
  "me.not_persisted": "The browser did not promise to keep this data; try to send on the same day.",
  "me.oldest": "Oldest unsent record: {at}",
  "me.export": "Export what is unsent",
  "me.exporting": "Exporting…",
  "me.exported": "Exported entries: {n}, photos: {p}, as {name}",
  "me.language": "Language",
  "me.theme": "Theme",
  "me.size": "Text size",
  "me.size_normal": "Normal",
  "me.size_large": "Large",
  "me.size_larger": "Larger",
  "me.size_largest": "Largest",
  "me.lock": "Lock",
  "me.update": "A new version is ready",
  "me.update_then": "Updating reopens Xunzheng; records and photos stay as they are.",
  "me.update_refused": "There is an unsaved draft. Save or discard it, then update.",
  "me.update_do": "Update now",

  "help.title": "Help",
  "help.record": "How to record",
  "help.record_then":
    "Choose an item under Today, take photos, tap Done, choose answers, tap Save. Or tap Capture first and choose the item later.",
  "help.offline": "Without a network",
  "help.offline_then":
    "Record as usual. When there is a network, open Xunzheng and it sends by itself: no signing in, no waiting.",
  "help.sent": "What “delivered” means",
  "help.sent_then":
    "The server gave a receipt and this phone verified it. Until then the record is only on this phone.",
  "help.returned": "A returned record",
  "help.returned_then":
    "Open it under Records and tap Correct. Its photos and answers are there, and what the reviewer means is marked.",
  "help.pin": "Forgotten unlock code",
  "help.pin_then":
    "Nothing is lost. On the lock screen tap “Forgot the unlock code?”, hand the exported file to the administrator, then enrol again.",
  "help.phone": "A new or lost phone",
  "help.phone_then":
    "Lost: tell the administrator at once, who revokes the device. New: check under Me that everything is delivered first.",

  "about.title": "About",
  "about.what":
    "Xunzheng: patrol, with proof. Each photo is journalled at the shutter, and each record can be shown to be unaltered.",
  "about.organiser": "Organiser",
  "about.ledger": "Ledger",
  "about.device": "Device",
  "about.build": "Build",
  "about.privacy": "No tracks, no face recognition, no scoring of people by use.",
};
