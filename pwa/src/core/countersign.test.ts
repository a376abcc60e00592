import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "../../../schemas/cases/qr.json" with { type: "json" };
import { codeOf, readCode, readToSign, toSignText } from "./countersign.ts";
import { MOST_BYTES, qr, TooLong } from "./qr.ts";

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));

describe("a QR symbol", () => {
  it.each(cases)("has the cells that an independent encoder gives: $text", ({ text, rows }) => {
    expect(qr(text).map((row) => row.map(Number).join(""))).toEqual(rows);
  });

  it("refuses what does not fit", () => {
    expect(() => qr("x".repeat(MOST_BYTES))).not.toThrow();
    expect(() => qr("x".repeat(MOST_BYTES + 1))).toThrow(TooLong);
  });
});

describe("what a partner is asked to sign", () => {
  it("comes back from the code as it was shown, with as much of the name as fits", () => {
    fc.assert(
      fc.property(hash, fc.string({ unit: "grapheme", maxLength: 60 }), (entry, name) => {
        const said = {
          entry,
          item: "NET-01",
          at: "2026-11-22T08:00Z",
          maker: name.replace(/[\r\n\u2028\u2029]/g, ""),
        };
        const text = toSignText(said);
        expect(qr(text)).toHaveLength(37);
        const read = readToSign(text);
        expect({ ...read, maker: "" }).toEqual({ ...said, maker: "" });
        expect(said.maker.startsWith(read?.maker ?? "?")).toBe(true);
      }),
    );
  });

  it("is nothing in any other text", () => {
    for (const text of ["", "https://example.org", "XZ1 short DOG-01 2026-11-22T08:00Z 陈"]) {
      expect(readToSign(text)).toBeNull();
    }
  });
});

describe("the typed code", () => {
  it("gives the beginning of the hash, however it is spaced and written", () => {
    fc.assert(
      fc.property(hash, (entry) => {
        const code = codeOf(entry);
        const sloppy = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
        for (const typed of [code, sloppy]) expect(readCode(typed)).toBe(entry.slice(0, 20));
      }),
    );
  });

  it("notices every single wrong letter", () => {
    fc.assert(
      fc.property(hash, fc.nat(17), fc.integer({ min: 1, max: 31 }), (entry, at, by) => {
        const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        const code = [...codeOf(entry).replaceAll("-", "")];
        code[at] = letters[(letters.indexOf(code[at] ?? "") + by) % 32] ?? "";
        expect(readCode(code.join(""))).toBeNull();
      }),
    );
  });
});
