import { expect, test } from "vitest";
import type { Draft, Shot } from "../device/types";
import { beforeOf } from "./before";

const MORNING = "2026-11-22T00:10:00.000Z";
const NOON = "2026-11-22T04:00:00.000Z";
const AFTERNOON = "2026-11-22T06:00:00.000Z";
const SPOT = { lat: 312309000, lon: 1214739000, acc_m: 8, alt_m: null, age_ms: 0 };

function shot(name: string, slot: string | null, more: Partial<Shot> = {}): Shot {
  const known = { preview_sha256: name, slot, wall_at: MORNING, mime: "image/jpeg", fixes: [SPOT] };
  return { ...known, ...more } as Shot;
}

function draft(more: Partial<Draft>): Draft {
  return { started_at: NOON, purpose: "inspect", replaces: null, shots: [], ...more } as Draft;
}

test("a first look has nothing to be lined up with", () => {
  expect(beforeOf(draft({ shots: [shot("a", "sign")] }), "sign")).toBeNull();
});

test("a correction shows the earlier photo of the same kind, and where it was taken", () => {
  const shots = [shot("wide", "overview"), shot("sign", "sign")];
  const found = beforeOf(draft({ replaces: "e1", shots }), "sign");
  expect(found).toEqual({ preview_sha256: "sign", at: SPOT });
  expect(beforeOf(draft({ replaces: "e1", shots }), null)?.preview_sha256).toBe("wide");
});

test("neither what was taken just now nor a voice is an earlier photo", () => {
  const voice = shot("voice", null, { mime: "audio/mp4" });
  const now = shot("now", "sign", { wall_at: AFTERNOON });
  expect(beforeOf(draft({ replaces: "e1", shots: [voice, now] }), "sign")).toBeNull();
});

test("a second visit shows the photo it was handed", () => {
  const before = { preview_sha256: "old", at: null };
  expect(beforeOf(draft({ purpose: "verify", before }), "sign")).toBe(before);
});
