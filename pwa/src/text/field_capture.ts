import { captureZh } from "./field_capture.zh";
import { translator } from "./lang";

/** Translator of the viewfinder's tools, recordings and the position; it loads with the camera. */
export const tk = translator<keyof typeof captureZh>(
  captureZh,
  async () => (await import("./field_capture.en")).captureEn,
);
