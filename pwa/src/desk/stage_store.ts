// What the stage shows of the open record: which photo, which rendition, how it is zoomed, or the map instead.

import { signal } from "@preact/signals";
import { FIT, type View, zoomStep } from "./stage_model";

export const photoAt = signal(0);
export const view = signal<View>(FIT);
export const wantsOriginal = signal(false);
export const stageShows = signal<"photos" | "map">("photos");

/** A new record starts at its first photo, fitted. */
export function resetStage(): void {
  photoAt.value = 0;
  view.value = FIT;
  wantsOriginal.value = false;
  stageShows.value = "photos";
}

export function showPhoto(index: number, of: number): void {
  if (of === 0) return;
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
}

export function toggleMap(): void {
  stageShows.value = stageShows.value === "map" ? "photos" : "map";
}
