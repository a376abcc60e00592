import { describe, expect, it } from "vitest";
import { foundPlaces } from "./finding";
import { fromLocal, toLocal } from "./local_time";
import { clock, metres, size } from "./moments";
import { firstSegment, proofWords, segmentOf } from "./record_words";
import { pointedAt } from "./review_words";
import { groupedCode } from "./setup/state";

const place = (id: string, name: string, initials: string, lon: number) => ({
  ...{ id, name, category: "park", unit: "u", lat: 0, lon, geometry: null, gates: [], grid: null, attrs: {} },
  initials,
});

describe("the list of records", () => {
  it("opens with what must be acted on", () => {
    expect(firstSegment([{ state: "accepted" }, { state: "returned" }])).toBe("returned");
    expect(firstSegment([{ state: "accepted" }, { state: "problem" }])).toBe("unsent");
    expect(firstSegment([])).toBe("submitted");
    expect(segmentOf("sent")).toBe("submitted");
  });
});

describe("what is proven of a record", () => {
  const none = { receipt: false, entry_receipt: false, pictures: { sent: 0, total: 2 } };

  it("is nothing until its entry has a receipt, even while it is being sent", () => {
    expect(proofWords(none)).toBe("还没有回执,只在这部手机上。");
  });

  it("is its entry while its pictures wait or are stuck, then all of it", () => {
    const some = { ...none, entry_receipt: true };
    expect(proofWords(some)).toBe("记录已有回执;照片 0/2 张有回执。");
    const all = { ...some, receipt: true, pictures: { sent: 2, total: 2 } };
    expect(proofWords(all)).toBe("记录和 2 张照片都有回执,已核对。");
  });
});

describe("what a reviewer pointed at", () => {
  const review = { decision: "return", reason: "blurry_photo", field: "photos", at: "", reviewer_name: "" };

  it("is said in their words, else in ours, at its own field only", () => {
    expect(pointedAt({ review: { ...review, words: "重拍门口" } }, "photos")).toBe("重拍门口");
    for (const words of [null, "", "  "]) {
      expect(pointedAt({ review: { ...review, words } }, "photos")).toBe("审核员请您补正这一项");
    }
    expect(pointedAt({ review: { ...review, words: "" } }, "note")).toBeUndefined();
    expect(pointedAt({ review: null }, "photos")).toBeUndefined();
  });
});

describe("words for numbers", () => {
  it("say moments, lengths and sizes briefly", () => {
    const now = new Date(2026, 10, 22, 9, 0);
    expect(clock(new Date(2026, 10, 22, 8, 2).toISOString(), now)).toBe("08:02");
    expect(clock(new Date(2026, 10, 21, 8, 2).toISOString(), now)).toBe("11-21 08:02");
    expect(clock("nonsense", now)).toBe("nonsense");
    expect([metres(84.6), metres(1234)]).toEqual(["85 m", "1.2 km"]);
    expect([size(300), size(40_000), size(18_900_000)]).toEqual(["300 B", "39 kB", "18 MB"]);
  });

  it("carry a local time to an instant and back", () => {
    expect(toLocal(fromLocal("2026-11-22T08:30") ?? "")).toBe("2026-11-22T08:30");
    expect(fromLocal("")).toBeNull();
  });

  it("group an enrolment code as it is printed", () => {
    expect(groupedCode("ab12cd34")).toBe("AB12-CD34");
    expect(groupedCode("ab-12")).toBe("AB12");
  });
});

describe("finding a place", () => {
  const all = [place("a", "青石公园", "qsgy", 50_000), place("b", "市一中", "syz", 10_000)];
  it("goes by distance, by initials, by name while there is no position", () => {
    expect(foundPlaces(all, { lat: 0, lon: 0 }, "").map((one) => one.place.id)).toEqual(["b", "a"]);
    expect(foundPlaces(all, null, "QSG").map((one) => one.place.id)).toEqual(["a"]);
  });
});
