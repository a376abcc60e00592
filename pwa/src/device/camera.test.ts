import { afterEach, expect, test, vi } from "vitest";
import { openCamera } from "./camera.ts";
import { BlankPicture, pictureFrom } from "./picture.ts";
import type { Picture } from "./types.ts";

vi.mock("./picture.ts", async (original) => ({
  ...(await original<typeof import("./picture.ts")>()),
  pictureFrom: vi.fn(),
}));

const applied: unknown[] = [];

function track(capabilities: object) {
  return {
    stop: () => undefined,
    addEventListener: () => undefined,
    getSettings: () => ({ zoom: 1 }),
    getCapabilities: () => capabilities,
    applyConstraints: async (wanted: unknown) => void applied.push(wanted),
  };
}

function browser(getUserMedia: () => Promise<unknown>, supported: object = {}): HTMLVideoElement {
  applied.length = 0;
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia, getSupportedConstraints: () => supported } });
  return { play: async () => undefined, setAttribute: () => undefined } as unknown as HTMLVideoElement;
}

function withTrack(capabilities: object, supported?: object): HTMLVideoElement {
  const found = track(capabilities);
  return browser(async () => ({ getVideoTracks: () => [found], getTracks: () => [found] }), supported);
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "none"],
  ["NotReadableError", "busy"],
])("%s of the browser is called %s", async (name, trouble) => {
  const video = browser(() => Promise.reject(new DOMException("", name)));
  await expect(openCamera(video)).rejects.toMatchObject({ trouble });
});

test("a browser without a camera interface is said to be unsupported", async () => {
  vi.stubGlobal("navigator", {});
  await expect(openCamera({} as HTMLVideoElement)).rejects.toMatchObject({ trouble: "unsupported" });
});

test("a plain camera offers nothing that it cannot do", async () => {
  const camera = await openCamera(
    withTrack({ zoom: { min: 1, max: 1, step: 0 }, focusMode: ["continuous"] }),
  );
  expect([camera.zoom, camera.exposure, camera.torch, camera.aim]).toEqual([null, null, null, null]);
});

test("zoom, brightness, light and a tap to focus reach the lens", async () => {
  const range = { min: -2, max: 2, step: 0.5 };
  const abilities = { zoom: { min: 1, max: 8, step: 0.1 }, exposureCompensation: range, torch: true };
  const focus = { focusMode: ["continuous", "single-shot"], exposureMode: ["single-shot"] };
  const camera = await openCamera(withTrack({ ...abilities, ...focus }, { pointsOfInterest: true }));
  expect(camera.zoom).toMatchObject({ min: 1, max: 8, now: 1 });
  await camera.zoom?.set(3);
  await camera.exposure?.set(-1);
  await camera.torch?.(true);
  await camera.aim?.(0.25, 0.75);
  const modes = { focusMode: "single-shot", exposureMode: "single-shot" };
  expect(applied).toEqual([
    { advanced: [{ zoom: 3 }] },
    { advanced: [{ exposureCompensation: -1 }] },
    { advanced: [{ torch: true }] },
    { advanced: [{ pointsOfInterest: [{ x: 0.25, y: 0.75 }], ...modes }] },
  ]);
});

test("a camera with no frame at hand is asked again, and one that stays blank is said to be", async () => {
  const shown = { width: 4, height: 3 } as Picture;
  const camera = await openCamera(withTrack({}));
  vi.mocked(pictureFrom).mockRejectedValueOnce(new BlankPicture()).mockResolvedValueOnce(shown);
  expect(await camera.capture()).toBe(shown);
  vi.mocked(pictureFrom).mockRejectedValue(new BlankPicture());
  await expect(camera.capture()).rejects.toThrow(BlankPicture);
});
