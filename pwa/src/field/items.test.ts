import { expect, it } from "vitest";
import type { Catalogue } from "../core/catalogue";
import { recentItems } from "./items";

const item = (code: string, kind: string) => ({
  code,
  group: code.slice(0, 3),
  kind,
  name: { zh: "", en: "" },
});
const catalogue = {
  groups: [{ code: "SCH" }, { code: "GOV" }, { code: "DOG" }],
  items: [
    item("SCH-04", "tally"),
    item("SCH-01", "violation"),
    item("GOV-01", "checklist"),
    item("DOG-01", "violation"),
  ],
} as unknown as Catalogue;

it("offers what was recorded last, filled up with the first of each group", () => {
  expect(recentItems([], [], catalogue)).toEqual(["SCH-04", "GOV-01", "DOG-01"]);
  expect(recentItems([], [{ item: "DOG-01" }, { item: "ADS-01" }, { item: "DOG-01" }], catalogue)).toEqual([
    "DOG-01",
    "ADS-01",
    "SCH-04",
    "GOV-01",
  ]);
  expect(recentItems([], [{ item: "DOG-01" }], null)).toEqual(["DOG-01"]);
});

it("puts what the unit pinned first, without items that the edition no longer has", () => {
  expect(recentItems(["GOV-01", "OLD-09"], [{ item: "DOG-01" }], catalogue)).toEqual([
    "GOV-01",
    "DOG-01",
    "SCH-04",
  ]);
});
