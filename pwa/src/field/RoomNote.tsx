import { roomOf, storageState } from "../device/storage";
import { tk } from "../text/field_upkeep";
import { Message } from "../ui";
import { size } from "./moments";

/** A warning from 80 %, a stop where the next photos may not fit; nothing else. */
export function RoomNote() {
  const state = storageState.value;
  const room = roomOf(state);
  if (room === "ok") return null;
  const free = size(state.free_bytes ?? 0);
  if (room === "full") {
    return <Message tone="bad" what={tk("keep.full")} then={tk("keep.full_then", { free })} />;
  }
  const used = state.used_bytes ?? 0;
  const n = Math.round((100 * used) / (used + (state.free_bytes ?? 0)));
  return <Message tone="warn" what={tk("keep.low", { n })} then={tk("keep.low_then")} />;
}
