import { describe, expect, it } from "vitest";
import { alreadyThere, type Report } from "./already.ts";

const NOW = Date.parse("2026-11-22T08:00:00Z");
const HERE = { lat: 312_304_000, lon: 1_214_737_000, acc_m: 0 };
/** 1e-7 degree of latitude is 1.11 cm. */
const north = (metres: number) => HERE.lat + Math.round(metres / 0.011132);
const report = (metres: number, hours: number, own = false, item = "ADS-01"): Report => ({
  ...{ lat: north(metres), lon: HERE.lon, item, own },
  at: new Date(NOW - hours * 3_600_000).toISOString(),
});
const found = (...reports: Report[]) => alreadyThere(reports, "ADS-01", HERE, NOW);

describe("already reported here", () => {
  it("counts the same item within 30 m and a day", () => {
    const said = found(
      report(29, 23, true),
      report(12, 1),
      report(31, 1),
      report(5, 25),
      report(5, 1, false, "DOG-01"),
    );
    expect(said).toMatchObject({ count: 2, nearest_m: 12, newest: { own: false } });
  });

  it("says nothing where there is nothing", () => {
    expect(found()).toBeNull();
    expect(found(report(40, 1))).toBeNull();
  });

  it("allows for a coarse position, within bounds", () => {
    const coarse = (acc_m: number) => alreadyThere([report(55, 1)], "ADS-01", { ...HERE, acc_m }, NOW);
    expect(coarse(10)).toBeNull();
    expect(coarse(28)?.count).toBe(1);
    expect(alreadyThere([report(61, 1)], "ADS-01", { ...HERE, acc_m: 500 }, NOW)).toBeNull();
  });
});
