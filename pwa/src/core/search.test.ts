import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { index, searcher } from "./search.ts";

const PLACES = [
  { id: "1", name: "市一中", initials: "syz", pinyin: "shi yi zhong", far: 900 },
  { id: "2", name: "云溪中小学", initials: "yxzxx", pinyin: "yun xi zhong xiao xue", far: 100 },
  { id: "3", name: "中小学托管", initials: "zxxtg", pinyin: "zhong xiao xue tuo guan", far: 5000 },
  { id: "4", name: "实验小学", initials: "syxx", pinyin: "shi yan xiao xue", far: 300 },
  { id: "5", name: "A座 KTV", initials: "azktv", pinyin: "a zuo ktv", far: 700 },
  { id: "6", name: "老点位", initials: "ldw", pinyin: null, far: 50 },
  { id: "7", name: "实验小学南校区", initials: "syxxnxq", pinyin: "shi yan xiao xue nan xiao qu", far: 10 },
];
const INDEX = index(PLACES, ({ name, initials, pinyin }) => ({ names: [name], initials, pinyin }));
const far = (one: { far: number }) => one.far;
const found = (typed: string) => searcher(INDEX)(typed, far, 10).map((one) => one.name);

describe("what people type finds", () => {
  it("initials, the beginning of a name before its middle, whatever is nearer", () => {
    expect(found("zxx")).toEqual(["中小学托管", "云溪中小学"]);
  });

  it("whole pinyin, pinyin cut short, and a mixture", () => {
    for (const typed of ["zhongxiaoxue", "zhongxiaox", "zhongxx", "zxiaoxue"]) {
      expect(found(typed), typed).toEqual(["中小学托管", "云溪中小学"]);
    }
  });

  it("words of the name, the exact one first, then the nearer", () => {
    expect(found("实验小学")).toEqual(["实验小学", "实验小学南校区"]);
    expect(found("小学")).toEqual(["实验小学南校区", "云溪中小学", "实验小学", "中小学托管"].sort(byFit));
  });

  it("several words in any order", () => {
    expect(found("南 实验")).toEqual(["实验小学南校区"]);
    expect(found("小学 yxz")).toEqual(["云溪中小学"]);
  });

  it("letters within a name, in any case", () => {
    expect(found("ktv")).toEqual(["A座 KTV"]);
    expect(found("AZ")).toEqual(["A座 KTV"]);
  });

  it("by initials alone where the pinyin is not known", () => {
    expect(found("ldw")).toEqual(["老点位"]);
    expect(found("laodian")).toEqual([]);
  });

  it("nothing for nonsense, and everything by distance for nothing", () => {
    expect(found("zzz")).toEqual([]);
    expect(found("  ")[0]).toBe("实验小学南校区");
    expect(found("")).toHaveLength(PLACES.length);
  });
});

/** 小学 begins only "中小学托管"'s second letter: all hold it, so the nearer comes first. */
function byFit(a: string, b: string): number {
  const far = (name: string) => PLACES.find((place) => place.name === name)?.far ?? 0;
  return far(a) - far(b);
}

it("finds every name by its own initials and by any beginning of its pinyin", () => {
  const one = fc.constantFrom(...PLACES.filter((place) => place.pinyin));
  fc.assert(
    fc.property(one, fc.nat(20), (place, cut) => {
      const letters = (place.pinyin ?? "").replaceAll(" ", "");
      expect(found(letters.slice(0, 1 + (cut % letters.length)))).toContain(place.name);
      expect(found(place.initials)).toContain(place.name);
    }),
  );
});

it("finds the same letter by letter, also after some were taken back, as all at once", () => {
  const typings = [
    "s",
    "sy",
    "syx",
    "syxx",
    "syxxn",
    "sy",
    "",
    "小",
    "小学",
    "小学 y",
    "小学 yx",
    "小学 z",
    "ZX",
    "zxx",
  ];
  const asked = searcher(INDEX);
  for (const typed of typings) {
    expect(asked(typed, far, 10), typed).toEqual(searcher(INDEX)(typed, far, 10));
  }
});

it("gives the best few, of equal ones the shorter name and then the first listed", () => {
  const names = ["丙小学分校", "甲小学", "乙小学", "小学", "丁小学", "小学生"];
  const all = index(names, (name) => ({ names: [name], initials: "", pinyin: null }));
  const best = (limit: number) => searcher(all)("小学", () => 0, limit);
  expect(best(10)).toEqual(["小学", "小学生", "甲小学", "乙小学", "丁小学", "丙小学分校"]);
  for (const limit of [0, 1, 3, 5]) expect(best(limit)).toEqual(best(10).slice(0, limit));
});
