import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { qr } from "../core/qr.ts";
import { NoQrReader, openQrReader } from "./qr_reader.ts";

const CELL = 6;
const QUIET = 4;
const video = { videoWidth: 1920, videoHeight: 1440 } as HTMLVideoElement;
let seen: { width: number; height: number; data: Uint8ClampedArray };

/** What the camera sees: a code, drawn as the other phone draws it, or a white wall for null. */
function looksAt(text: string | null): void {
  const rows = text === null ? [] : qr(text);
  const side = (37 + 2 * QUIET) * CELL;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = rows[Math.floor(y / CELL) - QUIET]?.[Math.floor(x / CELL) - QUIET];
      if (isDark) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  seen = { width: side, height: side, data };
}

function browserReader(formats: string[], detect: () => Promise<{ rawValue: string }[]>): void {
  class BarcodeDetector {
    static getSupportedFormats = async () => formats;
    detect = detect;
  }
  vi.stubGlobal("BarcodeDetector", BarcodeDetector);
}

beforeEach(() => {
  const pen = { drawImage: () => undefined, getImageData: () => seen };
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => pen }) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("qr/decode.js");
});

const read = async () => (await (await openQrReader())(video)).map((text) => text.trimEnd());

test("a browser without a reader of its own reads all the same", async () => {
  looksAt("XZ1 核签 王晓峰");
  expect(await read()).toEqual(["XZ1 核签 王晓峰"]);
});

test("a wall says nothing, and the next look reads what has come into sight", async () => {
  looksAt(null);
  const reader = await openQrReader();
  expect(await reader(video)).toEqual([]);
  looksAt("XZ1");
  expect((await reader(video)).map((text) => text.trimEnd())).toEqual(["XZ1"]);
});

test("the browser's own reader is used where it works", async () => {
  browserReader(["ean_13", "qr_code"], async () => [{ rawValue: "read by the browser" }]);
  looksAt("XZ1");
  expect(await read()).toEqual(["read by the browser"]);
});

test("one that reads no such codes, or fails whenever it looks, keeps nobody from reading", async () => {
  looksAt("XZ1");
  browserReader(["ean_13"], async () => [{ rawValue: "no QR" }]);
  expect(await read()).toEqual(["XZ1"]);
  browserReader(["qr_code"], () => Promise.reject(new DOMException("Barcode detection service unavailable")));
  expect(await read()).toEqual(["XZ1"]);
});

test("where the browser's reader fails and the library cannot be loaded, the look says that nothing can read", async () => {
  vi.doMock("qr/decode.js", () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  });
  await expect(openQrReader()).rejects.toBeInstanceOf(NoQrReader);
  browserReader(["qr_code"], () => Promise.reject(new DOMException("Barcode detection service unavailable")));
  const reader = await openQrReader();
  await expect(reader(video)).rejects.toBeInstanceOf(NoQrReader);
});

test("a look that ends on a stopped camera leaves the browser's reader in use", async () => {
  looksAt("XZ1");
  let isStopped = true;
  browserReader(["qr_code"], async () => {
    if (isStopped) throw new DOMException("no picture", "InvalidStateError");
    return [{ rawValue: "read by the browser" }];
  });
  const reader = await openQrReader();
  expect(await reader({ ...video, readyState: 0 })).toEqual([]);
  isStopped = false;
  expect(await reader({ ...video, readyState: 4 })).toEqual(["read by the browser"]);
});
