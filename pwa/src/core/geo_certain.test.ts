import fc from "fast-check";
import { describe, expect, test } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import { type Catalogue, withLocalParameters } from "./catalogue.ts";
import { type Place, schoolRule } from "./geo.ts";
import { whatSettles } from "./geo_certain.ts";

const RULE = "school_radius";
const by = (method: string): Catalogue =>
  withLocalParameters(edition as unknown as Catalogue, { school_distance_method: method });
const GATE = { lat: 312300000, lon: 1214700000 };
const bare: Place = {
  ...GATE,
  ...{ id: "s", name: "实验小学", category: "primary", unit: null, geometry: null },
  ...{ gates: [], grid: null, attrs: {}, initials: "" },
};
const gated: Place = { ...bare, gates: [{ ...GATE, name: "东门" }] };
/** So many metres north of the gate. */
const north = (m: number) => ({ lat: GATE.lat + Math.round(m * 90.2), lon: GATE.lon });

function settling(method: string, place: Place, m: number, acc_m: number) {
  const found = schoolRule(by(method), RULE, north(m), acc_m, [place]);
  return found && whatSettles(by(method), RULE, found, { ...north(m), acc_m });
}

describe("what would make the distance certain", () => {
  test("nothing where it is certain", () => {
    expect(settling("gate_line", gated, 100, 8)).toBeNull();
  });

  test("a finer reading, where the line is farther away than a phone errs", () => {
    expect(settling("gate_line", gated, 160, 60)).toEqual({ by: "accuracy", acc_m: 39, becomes: "inside" });
    expect(settling("gate_line", gated, 240, 60)).toEqual({ by: "accuracy", acc_m: 39, becomes: "outside" });
  });

  test("a tape, on the line itself", () => {
    expect(settling("gate_line", gated, 198, 8)).toEqual({ by: "line" });
  });

  test("the way on foot, where the law counts that", () => {
    expect(settling("gate_path", gated, 100, 8)).toEqual({ by: "path" });
  });

  test("the boundary of a school that is only a point to the city", () => {
    expect(settling("boundary_line", bare, 300, 8)).toEqual({ by: "boundary" });
  });
});

test("whoever waits for the named accuracy gets the named verdict, and not with a metre more", () => {
  const method = fc.constantFrom("gate_line", "gate_path", "boundary_line");
  const place = fc.constantFrom(gated, bare);
  const metres = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(method, place, metres, fc.integer({ min: 0, max: 900 }), (how, school, m, acc_m) => {
      const said = settling(how, school, m, acc_m);
      if (said?.by !== "accuracy") return;
      const verdictAt = (error: number) => schoolRule(by(how), RULE, north(m), error, [school])?.verdict;
      expect(verdictAt(said.acc_m)).toBe(said.becomes);
      expect(verdictAt(said.acc_m + 1)).toBe("uncertain");
      expect(acc_m).toBeGreaterThan(said.acc_m);
    }),
  );
});
