import type { Position } from "../core/geo";
import { isPicture } from "../core/media";
import type { Draft, Shot } from "../device/types";

/** The earlier photo that a second look is lined up with, and where it was taken (null where nobody knows). */
export interface Before {
  preview_sha256: string;
  at: Position | null;
}

const isOld = (shot: Shot, draft: Draft): boolean => isPicture(shot) && shot.wall_at < draft.started_at;

/** Of a correction or a second visit: the earlier photo of the same kind, else the first; null for a first look. */
export function beforeOf(draft: Draft, slot: string | null): Before | null {
  if (draft.before) return draft.before;
  if (!draft.replaces && draft.purpose === "inspect") return null;
  const old = draft.shots.filter((shot) => isOld(shot, draft));
  const found = old.find((shot) => shot.slot === slot) ?? old[0];
  return found ? { preview_sha256: found.preview_sha256, at: found.fixes.at(-1) ?? null } : null;
}
