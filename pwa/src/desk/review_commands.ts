// From a key to what it does in the review room.

import { signal } from "@preact/signals";
import { accept, choosing, sendReason, startReason, undo } from "./deciding";
import { type Command, commandOf, type KeyPress } from "./keys";
import { neighbour } from "./queue_model";
import { queue, select } from "./queue_store";
import { missingIn, withDigit } from "./reason_model";
import { held } from "./record_store";
import { turned } from "./stage_model";
import { photoAt, showPhoto, toggleMap, toggleOriginal, view, zoom } from "./stage_store";
import type { RecordDetail } from "./types";

export const keysOpen = signal(false);

export function openRecord(): RecordDetail | null {
  const { selected } = queue.value;
  return selected ? (held.value[selected]?.record ?? null) : null;
}

export function move(by: 1 | -1): void {
  const row = neighbour(queue.value, by);
  if (row) select(row.id);
}

function confirmReason(record: RecordDetail): void {
  if (choosing.value && missingIn(choosing.value) === null) sendReason(record);
}

function close(): void {
  if (keysOpen.value) keysOpen.value = false;
  else choosing.value = null;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

type Doing = { [K in Command as K["do"]]: (command: K) => void };

const withRecord = (act: (record: RecordDetail) => void): void => {
  const record = openRecord();
  if (record) act(record);
};

const DOING: Doing = {
  move: ({ by }) => move(by),
  photo: ({ by }) => withRecord((record) => showPhoto(photoAt.value + by, record.photos.length)),
  zoom: ({ by }) => zoom(by),
  digit: ({ n }) => {
    if (choosing.value) choosing.value = withDigit(choosing.value, n);
  },
  accept: () => withRecord(accept),
  return: () => withRecord((record) => startReason(record, "return")),
  reject: () => withRecord((record) => startReason(record, "reject")),
  confirm: () => withRecord(confirmReason),
  undo: () => void undo(openRecord()),
  rotate: () => {
    view.value = turned(view.value);
  },
  original: toggleOriginal,
  map: toggleMap,
  search: () => document.getElementById("queue-search")?.focus(),
  help: () => {
    keysOpen.value = true;
  },
  close,
};

export function run(command: Command): void {
  // Each entry takes its own shape of command; the key of the table is what tells them apart.
  (DOING[command.do] as (command: Command) => void)(command);
}

function pressOf(event: KeyboardEvent): KeyPress {
  const { target } = event;
  const typing = target instanceof HTMLElement && target.matches("input, textarea, select");
  return {
    key: event.key,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    typing,
    choosing: choosing.value !== null,
    dialog: document.querySelector("dialog[open]") !== null,
  };
}

/** Hears the keys of the room; returns the way to stop. */
export function listenToKeys(): () => void {
  const hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(pressOf(event));
    if (!command) return;
    event.preventDefault();
    run(command);
  };
  addEventListener("keydown", hear);
  return () => removeEventListener("keydown", hear);
}
