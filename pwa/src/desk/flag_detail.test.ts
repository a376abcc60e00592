import { describe, expect, it, vi } from "vitest";
import { detailWords } from "./flag_detail";
import type { Photo } from "./types";

vi.mock("./catalogue_store", () => ({
  questionWords: (_item: string, code: string) => (code === "size" ? "体型" : code),
}));

const A = "a".repeat(64);
const B = "b".repeat(64);
const record = { item: "DOG-01", photos: [{ sha256: A }, { sha256: B }] as Photo[] };
const said = (code: string, detail: string) => detailWords(record, code, detail);

describe("the detail of a flag", () => {
  it("names questions and what is wrong with their answers", () => {
    expect(said("missing_answer", "size")).toBe("体型");
    expect(said("invalid_answer", "size: not_a_choice, ghosts: unknown_counter")).toBe(
      "体型: 不在可选范围内、ghosts: 目录中没有这个计数",
    );
  });

  it("counts photos as the reviewer does", () => {
    expect(said("unreadable", `${B}, ${A}`)).toBe("照片 2、1");
    expect(said("imported_photo", "1")).toBe("照片 1");
    expect(said("trailing_data", "c".repeat(64))).toBe("照片 cccccccccc…cccccc");
  });

  it("says spans, rights and parts in words", () => {
    expect(said("late_arrival", "5 d")).toBe("5 天");
    expect(said("stale_fix", "121 s")).toBe("121 秒");
    expect(said("no_right", "desk_only")).toBe("该事项只在审核台登记");
    expect(said("malformed_body", "position, geo, task, partner")).toBe("定位、其他内容");
  });

  it("says how a distance was measured, and on which streets", () => {
    expect(said("distance_uncertain", "160 ± 12 m")).toBe("160 ± 12 m");
    expect(said("distance_uncertain", "100 ± 6 m, gate_line")).toBe("100 ± 6 m · 校门直线");
    expect(said("distance_uncertain", "340 ± 6 m, gate_path, 3fa91c02d1b4")).toBe(
      "340 ± 6 m · 校门步行,路网 3fa91c02d1b4",
    );
  });

  it("leaves figures and what it does not know as they are", () => {
    expect(said("low_accuracy", "31 m > 30 m")).toBe("31 m > 30 m");
    expect(said("late_arrival", "soon")).toBe("soon");
    expect(said("nobody_knows", "x: y")).toBe("x: y");
    expect(said("imported_photo", "")).toBe("");
  });
});
