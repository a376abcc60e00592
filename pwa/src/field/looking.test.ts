import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toSignText } from "../core/countersign";
import type { Camera } from "../device/camera";
import { NoQrReader } from "../device/qr_reader";
import { look } from "./looking";

const SAID = { entry: "ab".repeat(32), item: "NET-01", at: "2026-11-22T08:00Z", maker: "王晓峰" };
const camera: { current: Camera | null } = { current: null };
const finder = { video: { current: {} as HTMLVideoElement }, camera };
const [reader, onFound, onBlind] = [vi.fn<() => Promise<string[]>>(), vi.fn(), vi.fn()];
let leave: () => void;

const looks = () => {
  leave = look(finder, { reader, onFound, onBlind });
};
const waits = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  reader.mockResolvedValue([]);
  camera.current = {} as Camera;
});
afterEach(() => {
  leave();
  vi.useRealTimers();
});

test("the partner's code is found when it comes into sight, and then nobody looks on", async () => {
  looks();
  await waits();
  expect(onFound).not.toHaveBeenCalled();
  reader.mockResolvedValue(["https://example.org", toSignText(SAID)]);
  await waits();
  expect(onFound).toHaveBeenCalledExactlyOnceWith(SAID);
});

test("nobody looks through a camera that was stopped; when it runs again, the code is found", async () => {
  camera.current = null;
  reader.mockResolvedValue([toSignText(SAID)]);
  looks();
  await waits();
  expect(reader).not.toHaveBeenCalled();
  camera.current = {} as Camera;
  await waits();
  expect(onFound).toHaveBeenCalledExactlyOnceWith(SAID);
});

test("where nothing can read a code, that is said and the looking ends", async () => {
  reader.mockRejectedValue(new NoQrReader());
  looks();
  await waits();
  expect(onBlind).toHaveBeenCalledOnce();
  expect(reader).toHaveBeenCalledOnce();
});

test("one look that fails is followed by another", async () => {
  reader.mockRejectedValueOnce(new Error("no frame")).mockResolvedValue([toSignText(SAID)]);
  looks();
  await waits();
  expect(onBlind).not.toHaveBeenCalled();
  expect(onFound).toHaveBeenCalledOnce();
});
