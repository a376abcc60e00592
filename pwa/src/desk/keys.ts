// Which key means what, as data: the footer, the help sheet and the listener all read this one table.

import type { DeskWord } from "../text/desk";

export type Command =
  | { do: "move"; by: 1 | -1 }
  | { do: "photo"; by: 1 | -1 }
  | { do: "zoom"; by: 1 | -1 | 0 }
  | { do: "digit"; n: number }
  | { do: "accept" }
  | { do: "return" }
  | { do: "reject" }
  | { do: "undo" }
  | { do: "help" }
  | { do: "close" }
  | { do: "confirm" }
  | { do: "search" }
  | { do: "rotate" }
  | { do: "original" }
  | { do: "map" };

export interface KeyPress {
  key: string;
  ctrl: boolean;
  alt: boolean;
  meta: boolean;
  /** The focus is in a field that takes text. */
  typing: boolean;
  /** A reason is being chosen. */
  choosing: boolean;
  /** A dialog lies over the room. */
  dialog: boolean;
}

const COMMANDS: Record<string, Command> = {
  j: { do: "move", by: 1 },
  k: { do: "move", by: -1 },
  arrowdown: { do: "move", by: 1 },
  arrowup: { do: "move", by: -1 },
  arrowright: { do: "photo", by: 1 },
  arrowleft: { do: "photo", by: -1 },
  a: { do: "accept" },
  r: { do: "return" },
  x: { do: "reject" },
  z: { do: "undo" },
  "+": { do: "zoom", by: 1 },
  "=": { do: "zoom", by: 1 },
  "-": { do: "zoom", by: -1 },
  "0": { do: "zoom", by: 0 },
  e: { do: "rotate" },
  o: { do: "original" },
  g: { do: "map" },
  "/": { do: "search" },
  "?": { do: "help" },
};

/** Keys shown on the help sheet, in order: [keys, text key]. */
export const KEY_HELP: readonly (readonly [string, DeskWord])[] = [
  ["J / K", "keys.move"],
  ["← / →", "keys.photo"],
  ["A", "keys.accept"],
  ["R", "keys.return"],
  ["X", "keys.reject"],
  ["1 – 9", "keys.digit"],
  ["Enter", "keys.confirm"],
  ["Z", "keys.undo"],
  ["+ / − / 0", "keys.zoom"],
  ["E", "keys.rotate"],
  ["O", "keys.original"],
  ["G", "keys.map"],
  ["/", "keys.search"],
  ["Esc", "keys.close"],
  ["?", "keys.help"],
];

function whileTyping(press: KeyPress): Command | null {
  if (press.key === "Escape") return { do: "close" };
  if (press.key === "Enter" && press.ctrl && press.choosing) return { do: "confirm" };
  return null;
}

function whileChoosing(key: string): Command | null {
  if (/^[1-9]$/.test(key)) return { do: "digit", n: Number(key) };
  if (key === "Enter") return { do: "confirm" };
  return key === "?" ? { do: "help" } : null;
}

/** The command a key press stands for, or null when the press belongs to the page. */
export function commandOf(press: KeyPress): Command | null {
  if (press.typing) return whileTyping(press);
  if (press.ctrl || press.alt || press.meta) return null;
  if (press.key === "Escape") return { do: "close" };
  if (press.dialog) return null;
  if (press.choosing) return whileChoosing(press.key);
  return COMMANDS[press.key.toLowerCase()] ?? null;
}
