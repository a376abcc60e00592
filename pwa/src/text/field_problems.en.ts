import type { problemsZh } from "./field_problems.zh";

export const problemsEn: Record<keyof typeof problemsZh, string> = {
  "cause.refused": "The server did not take this",
  "cause.refused.then":
    "Trying again will not help. It is safe on this phone: export what is unsent and give it to an administrator.",
  "cause.too_large": "Too large for the server",
  "cause.too_large.then": "It is safe on this phone: export what is unsent and give it to an administrator.",
  "cause.too_long": "This record has too much text",
  "cause.too_long.then":
    "A record holds at most 64 kB. Shorten the note and save again; photos and answers are all here.",
  "cause.other_server": "This belongs to another server",
  "cause.other_server.then":
    "The server here cannot take it. It is safe on this phone; ask an administrator.",
  "cause.unknown_device": "The server does not know this phone",
  "cause.unknown_device.then":
    "What is unsent is safe on this phone. Ask an administrator; you may have to enrol again.",
  "cause.busy": "The server could not take it just now",
  "cause.busy.then": "It is tried again by itself. What was stored is safe on this phone.",
  "cause.erased": "This photo was erased by law",
  "cause.erased.then": "The server takes it no more. There is nothing you have to do.",
  "cause.lost": "A photo can no longer be read on this phone",
  "cause.lost.then":
    "The phone's storage may have damaged it. The record and other photos are not affected; retake it if you can, and tell an administrator.",
  "cause.unreadable": "A record can no longer be read on this phone",
  "cause.unreadable.then":
    "The phone's storage may have damaged it. All others are sent, and the gap is marked honestly; tell an administrator.",
  "cause.empty": "The camera gave no picture",
  "cause.empty.then": "Nothing was kept. Please take it again; the photos before are all here.",
  "cause.no_item": "No item has been chosen",
  "cause.no_item.then": "Choose an item before saving. The photos are stored on this phone.",
};
