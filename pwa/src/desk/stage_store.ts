// What the stage shows of the open record: which photo, which rendition, how it is zoomed, or the map instead.

import { signal } from "@preact/signals";
import { FIT, type View, zoomStep } from "./stage_model";

export const photoAt = signal(0);
export const view = signal<View>(FIT);
export const wantsOriginal = signal(false);
export const stageShows = signal<"photos" | "map">("photos");

/** A sealed original that was opened with a reason: as long as it is looked at, and no longer. */
export const opened = signal<{ sha256: string; url: string } | null>(null);

export function showOpened(sha256: string, picture: Blob): void {
  closeOpened();
  opened.value = { sha256, url: URL.createObjectURL(picture) };
}

function closeOpened(): void {
  if (opened.value) URL.revokeObjectURL(opened.value.url);
  opened.value = null;
}

/** A new record starts at its first photo, fitted. */
export function resetStage(): void {
  closeOpened();
  photoAt.value = 0;
  view.value = FIT;
  wantsOriginal.value = false;
  stageShows.value = "photos";
}

export function showPhoto(index: number, of: number): void {
  if (of === 0) return;
  closeOpened();
  photoAt.value = (index + of) % of;
  view.value = FIT;
  wantsOriginal.value = false;
  stageShows.value = "photos";
}

export function zoom(by: 1 | -1 | 0): void {
  view.value = zoomStep(view.value, by);
}

export function toggleOriginal(): void {
  wantsOriginal.value = !wantsOriginal.value;
  closeOpened();
}

export function toggleMap(): void {
  stageShows.value = stageShows.value === "map" ? "photos" : "map";
}
