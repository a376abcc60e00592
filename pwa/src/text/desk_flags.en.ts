// Why each flag was raised and what a reviewer can do about it; its name is a common word.

import type { FlagWords } from "./desk_flags.zh";

export const flagsEn: Record<string, FlagWords> = {
  clock_behind: [
    "The time it claims is before a checkpoint the phone had already seen.",
    "Go by the time bracket; do not return for this alone.",
  ],
  clock_ahead: [
    "The time it claims is after the server received it.",
    "Go by the time bracket; ask the officer to set the clock.",
  ],
  late_arrival: [
    "A long time lay between the shot and its arrival, mostly no network.",
    "Check the bracket; accept if the content is clear.",
  ],
  no_position: [
    "The phone had no fix at all when this was saved.",
    "Judge by the address and landmarks in the pictures.",
  ],
  position_invalid: [
    "The coordinates lie outside the Earth and cannot be used.",
    "Leave the map aside; judge by address and pictures.",
  ],
  low_accuracy: [
    "The error is larger than this item allows.",
    "See whether the accuracy circle still tells the place.",
  ],
  stale_fix: [
    "The fix was taken well before the shot; the officer may have moved.",
    "Compare door numbers and signs in the pictures.",
  ],
  far_from_place: [
    "The record lies farther from the chosen place than its error explains.",
    "Look at the map; if the place is wrong, return and name the right one.",
  ],
  distance_uncertain: [
    "With the error counted, it cannot be said whether it is inside or outside.",
    "Ask for a door photo or a measured distance; return if unproven.",
  ],
  imported_photo: [
    "Not taken in this app, so its time and place are not proven.",
    "If it does not speak for itself, return for a new photo.",
  ],
  reused_photo: [
    "The same photo is already part of another record.",
    "Check the history; reject if it was really reused.",
  ],
  unknown_item: [
    "This edition of the catalogue has no such item code.",
    "The record is kept; ask an administrator about the edition.",
  ],
  unknown_kind: [
    "The phone sent a kind of entry this server does not know.",
    "The record is kept; look again after a server update.",
  ],
  unknown_edition: [
    "The catalogue edition it used is not published here.",
    "The record is kept; ask an administrator to publish it.",
  ],
  unknown_version: [
    "The entry's format is newer than this server.",
    "The record is kept; look again after a server update.",
  ],
  unknown_beacon: [
    "The checkpoint the phone cites is not in this ledger.",
    "The content stands; ask an administrator to see the ledger page.",
  ],
  unknown_shot: [
    "The record names a photo that no shot entry announced.",
    "It may still be on its way; if it never comes, return it.",
  ],
  malformed_body: [
    "The signature is good but the content does not follow the format.",
    "Read the raw content; return if it cannot be understood.",
  ],
  no_right: [
    "The sender had no right to record this item at that time.",
    "Check the person's rights before deciding.",
  ],
  revoked_device: ["Recorded after this device was revoked.", "Find out who held the phone before deciding."],
  fork: [
    "One number carries two different contents; both are kept.",
    "Usually a restored backup; look at both and decide on facts.",
  ],
  gap: [
    "The entry before this one can no longer be read on the phone.",
    "This one stands; an administrator follows up the gap.",
  ],
  duplicate_id: [
    "Another device has used the same record id.",
    "Both are kept; ask an administrator to look.",
  ],
  too_few_photos: [
    "Fewer photos than the item asks for.",
    "Accept if they suffice, otherwise return for more.",
  ],
  missing_answer: ["An answer that the item requires is not there.", "Return and name the field."],
  invalid_answer: [
    "An answer does not fit what the catalogue allows.",
    "See the raw answer; return if needed.",
  ],
  unreadable: [
    "The bytes are whole but no known picture; they were not decoded.",
    "Ask for a new photo; the original bytes are kept.",
  ],
  trailing_data: [
    "There is more after the picture's end; it was not read.",
    "The picture can be used; report oddities.",
  ],
  mime_differs: [
    "The type it was declared as is not what it is.",
    "No reason to return if the picture is clear.",
  ],
  future_shot: [
    "The photo claims a later time than the record.",
    "Go by the time bracket; ask the officer to set the clock.",
  ],
};
