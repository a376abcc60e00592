import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bytes, unbase64 } from "../core/bytes.ts";
import { CameraError } from "./camera.ts";
import { decodePicked } from "./picked.ts";
import { pixelSize } from "./pixel_size.ts";

/** How pictures of 128 by 64 pixels begin, as Pillow writes them; `turned` is to be shown upright. */
const HEADERS = {
  jpeg: "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCABAAIADASIAAhEBAxEB/8QA",
  turned:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCABAAIADASIAAhEBAxEB/8QAHwAAAQ==",
  progressive:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wgARCABAAIADASIAAhEBAxEB/8QA",
  png: "iVBORw0KGgoAAAANSUhEUgAAAIAAAABACAIAAABdtOgoAAAAqElEQVR4nO3RMQ0AIADAMEAXSlCCfGT0YFWwZPPcPeIsHfC7BmANwBqANQBrANYArAFYA7AGYA3AGoA1AGsA1gCsAVgDsAZgDcAagDUAawDWAKwBWAOwBmANwBqANQBrANYArAFYA7AGYA3AGoA1AGsA1gCsAVgDsAZgDcAagDUAawDWAKwBWAOwBmANwBqANQBrANYArAFYA7AGYA3AGoA1AGsA1gDsAfkVAY4EWR1PAAAAAElFTkSuQmCC",
  webp: "UklGRk4AAABXRUJQVlA4IEIAAABwBACdASqAAEAAP5nM4mo5Mi6ooQgDIDMJaQAACLUSrzW19OnTp06dOnTfAAD+u7fuT80tEy/Uh0DOuBGiOgQAAAA=",
  webpl: "UklGRiQAAABXRUJQVlA4TBcAAAAvf8APAAdQvGqVp/8BICH8v69E9D/1BwA=",
  webpx:
    "UklGRoIAAABXRUJQVlA4WAoAAAAIAAAAfwAAPwAAVlA4IEIAAABwBACdASqAAEAAP5nM4mo5Mi6ooQgDIDMJaQAACLUSrzW19OnTp06dOnTfAAD+u7fuT80tEy/Uh0DOuBGiOgQAAABFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA",
  heif: "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAABkAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoBAgQWW6kkprm4CGgwIAAAMAMgAAAwACEGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAACAAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACFtZGF0AAAAFSgBrwSY/Mzm9n/2DJ8GXs5WvEdosA==",
};

test.each(Object.entries(HEADERS))("the header of %s says the size", (kind, text) => {
  const upright = { width: 64, height: 128 };
  expect(pixelSize(unbase64(text))).toEqual(kind === "turned" ? upright : { width: 128, height: 64 });
});

test("whatever the header lacks, there is an answer", () => {
  for (const text of Object.values(HEADERS)) {
    const bytes = unbase64(text);
    for (let length = 0; length < bytes.length; length += 1) {
      const size = pixelSize(bytes.slice(0, length));
      expect(size === null || size.width * size.height === 128 * 64).toBe(true);
    }
  }
  expect(pixelSize(new TextEncoder().encode("GIF89a and other things") as Bytes)).toBeNull();
});

const decode = vi.fn();
beforeEach(() => vi.stubGlobal("createImageBitmap", decode));
afterEach(() => {
  decode.mockReset();
  vi.unstubAllGlobals();
});

/** A PNG header that promises this size. */
function png(width: number, height: number): Bytes {
  const bytes = unbase64(HEADERS.png);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const troubleOf = async (bytes: Bytes): Promise<unknown> => {
  const error = await decodePicked(new File([bytes], "picked")).catch((failure: unknown) => failure);
  return error instanceof CameraError ? error.trouble : error;
};

test("beyond 50 megapixels nothing is decoded, and it is said", async () => {
  expect(await troubleOf(png(10_000, 5001))).toBe("too_large");
  expect(decode).not.toHaveBeenCalled();
});

test("a large picture is decoded once, small", async () => {
  decode.mockRejectedValue(new DOMException("no", "InvalidStateError"));
  expect(await troubleOf(png(8000, 6000))).toBe("unreadable");
  expect(decode.mock.calls.map(([, options]) => options)).toEqual([
    { imageOrientation: "from-image", resizeWidth: 4096, resizeQuality: "high" },
  ]);
});

test.each([
  ["nothing", new Uint8Array()],
  ["a document", new TextEncoder().encode("%PDF-1.7") as Bytes],
])("%s is said to be no picture", async (_name, bytes) => {
  expect(await troubleOf(bytes)).toBe("unreadable");
  expect(decode).not.toHaveBeenCalled();
});

test("a file too large to be read is not read", async () => {
  const file = { size: 200 * 1024 * 1024, arrayBuffer: () => Promise.reject(new Error("read")) };
  await expect(decodePicked(file as unknown as File)).rejects.toThrow("too_large");
});
