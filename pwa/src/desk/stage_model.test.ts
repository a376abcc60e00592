import { describe, expect, it } from "vitest";
import {
  FIT,
  fitted,
  held,
  isRecording,
  MAX_SCALE,
  turned,
  wheelScale,
  zoomAt,
  zoomStep,
} from "./stage_model";

const stage = { width: 800, height: 600 };
const wide = { width: 1600, height: 800 };

describe("the stage", () => {
  it("fits a picture whole, lying or standing", () => {
    expect(fitted(wide, stage, 0)).toEqual({ width: 800, height: 400 });
    expect(fitted(wide, stage, 90)).toEqual({ width: 300, height: 600 });
    expect(fitted({ width: 0, height: 0 }, stage, 0)).toEqual({ width: 0, height: 0 });
  });

  it("keeps the point under the pointer while zooming", () => {
    const at = { x: 100, y: -50 };
    const view = zoomAt(FIT, 2, at);
    expect((at.x - view.x) / view.scale).toBeCloseTo(100);
    expect((at.y - view.y) / view.scale).toBeCloseTo(-50);
  });

  it("stays between whole and eight times", () => {
    expect(zoomAt(FIT, 0.1, { x: 0, y: 0 }).scale).toBe(1);
    expect(zoomAt(FIT, 99, { x: 0, y: 0 }).scale).toBe(MAX_SCALE);
    expect(wheelScale(FIT, -100_000)).toBeLessThan(3);
  });

  it("never lets the picture leave the stage", () => {
    const lost = { ...FIT, scale: 2, x: 9999, y: 9999 };
    expect(held(lost, wide, stage)).toMatchObject({ x: 400, y: 100 });
    expect(held({ ...FIT, x: 50, y: 50 }, wide, stage)).toMatchObject({ x: 0, y: 0 });
  });

  it("turns through four quarters and fits again", () => {
    const once = turned({ ...FIT, scale: 3, x: 5 });
    expect(once).toEqual({ ...FIT, turn: 90 });
    expect(turned(turned(turned(once))).turn).toBe(0);
    expect(zoomStep({ ...once, scale: 4 }, 0)).toEqual(once);
  });
});

describe("a recording", () => {
  it("is known by its bytes, and until they were looked at by what the phone said", () => {
    expect(isRecording({ mime: "video/webm", examined: null })).toBe(true);
    expect(isRecording({ mime: "image/jpeg", examined: { format: "mp4" } })).toBe(true);
    expect(isRecording({ mime: "audio/mp4", examined: { format: "jpeg" } })).toBe(false);
    expect(isRecording({ mime: null, examined: null })).toBe(false);
  });
});
