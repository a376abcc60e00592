import { expect, it } from "vitest";
import type { Catalogue } from "../core/catalogue";
import type { Place } from "../core/geo";
import type { RecordCard } from "../device/types";
import { matching } from "./record_search";

const item = (code: string, zh: string, en: string) => ({ code, name: { zh, en } });
const catalogue = {
  items: [item("SCH-01", "中小学周边", "Around schools"), item("DOG-02", "宠物便溺未清理", "Dog fouling")],
  spelling: {
    "SCH-01": "zxxzb zhong xiao xue zhou bian",
    "DOG-02": "cwbnwql chong wu bian niao wei qing li",
  },
} as unknown as Catalogue;
const places = [
  { id: "p1", name: "实验小学", initials: "syxx", pinyin: "shi yan xiao xue" },
  { id: "p2", name: "老点位", initials: "ldw" },
] as Place[];
const card = (id: string, rest: Partial<RecordCard>) =>
  ({ id, item: "SCH-01", place: null, place_name: null, address: "", note: "", ...rest }) as RecordCard;
const cards = [
  card("school", { place: "p1", place_name: "实验小学" }),
  card("dog", { item: "DOG-02", address: "红旗路 12 号", note: "三棵树 KTV 门口" }),
  card("old", { item: "GONE-9", place: "p2", place_name: "老点位" }),
];
const found = (query: string) => matching(cards, query, { catalogue, places }).map(({ id }) => id);

it("finds records by the initials and the pinyin of their item, as items are found", () => {
  for (const typed of ["zxx", "ZXX", "zhongxx", "zhongxiaoxue", "zb"])
    expect(found(typed), typed).toEqual(["school"]);
  expect(found("cwbn")).toEqual(["dog"]);
  expect(found("niao")).toEqual(["dog"]);
});

it("finds them by their place in the same way", () => {
  for (const typed of ["syxx", "shiyan", "实验", "yx"]) expect(found(typed), typed).toEqual(["school"]);
  expect(found("ldw")).toEqual(["old"]);
});

it("finds them by names in both languages, code, address and note", () => {
  expect(found("中小学")).toEqual(["school"]);
  expect(found("dog fouling")).toEqual(["dog"]);
  expect(found("gone-9")).toEqual(["old"]);
  expect(found("红旗路")).toEqual(["dog"]);
  expect(found("ktv")).toEqual(["dog"]);
});

it("wants every word, wherever each stands, and takes nothing typed for everything", () => {
  expect(found("zxx syxx")).toEqual(["school"]);
  expect(found("zxx 红旗路")).toEqual([]);
  expect(found(" ")).toEqual(["school", "dog", "old"]);
});

it("still finds by words where no catalogue is known", () => {
  const without = matching(cards, "红旗路", { catalogue: null, places: [] });
  expect(without.map(({ id }) => id)).toEqual(["dog"]);
});
