/** Every code that can reach a screen has words in both languages, and no words are left for codes that are gone. */
import { describe, expect, it } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import { choiceDefs } from "../core/catalogue";
import * as codes from "../core/codes";
import type { Catalogue } from "../core/contract";
import { causeOf } from "../field/causes";
import { problemWords } from "../field/problem_words";
import { commonEn } from "./common.en";
import { commonZh } from "./common.zh";
import { chineseOfDesk, codeWords } from "./desk";
import { english } from "./desk_english";
import { flagsZh } from "./desk_flags.zh";
import { problemsEn } from "./field_problems.en";
import { problemsZh } from "./field_problems.zh";

const ZH: Record<string, string> = { ...commonZh, ...chineseOfDesk };
const EN: Record<string, string> = { ...commonEn, ...english };
const HAN = /[\u4e00-\u9fff]/;
/** Names that are written alike in both languages. */
const ALIKE = new Set(["lang.zh", "lang.en", "lang.other", "list.and", "detail.sentences"]);

function missing(prefix: string, list: readonly string[]): string[] {
  const keys = list.map((code) => `${prefix}.${code}`);
  return keys.filter((key) => !ZH[key] || !EN[key]);
}

function left(prefix: string, list: readonly string[], table: object): string[] {
  const known = new Set(list.map((code) => `${prefix}.${code}`));
  return Object.keys(table).filter((key) => key.startsWith(`${prefix}.`) && !known.has(key));
}

describe("words of the contract's codes", () => {
  it("name every flag, why it was raised and what to do", () => {
    for (const prefix of ["flag", "why", "todo"]) expect(missing(prefix, codes.FLAG_CODES)).toEqual([]);
    expect(left("flag", codes.FLAG_CODES, flagsZh)).toEqual([]);
    for (const prefix of ["why", "todo"]) expect(left(prefix, codes.FLAG_CODES, flagsZh)).toEqual([]);
  });

  it("name every role, state, reason, odd answer and step", () => {
    expect(missing("role", codes.ROLES)).toEqual([]);
    expect(missing("state", codes.RECORD_STATES)).toEqual([]);
    expect(missing("tab", codes.RECORD_STATES)).toEqual([]);
    const reasons = [...codes.RETURN_REASONS, ...codes.REJECT_REASONS];
    expect(missing("reason", reasons)).toEqual([]);
    expect(left("reason", reasons, commonZh)).toEqual([]);
    expect(missing("odd", codes.ANSWER_PROBLEMS)).toEqual([]);
    const steps = [
      "submitted",
      "corrected",
      "withdrawn",
      "stored",
      "accept",
      "return",
      "reject",
      "review_undone",
    ];
    const others = ["evidence.opened", "countersigned", "shared"];
    expect(missing("history", [...steps, ...others])).toEqual([]);
    expect(missing("reason", codes.OPENING_REASONS)).toEqual([]);
    expect(missing("proofs.kind", ["shot", "record", "derive", "countersign", "share", "discard"])).toEqual(
      [],
    );
  });

  it("name the choices of the session, verdicts, methods, purposes and severities", () => {
    const catalogue = edition as unknown as Catalogue;
    const asked = { source: "source", level: "check_level", mode: "visit_mode", nature: "nature" };
    for (const [prefix, code] of Object.entries(asked)) {
      const field = catalogue.common_fields.find((one) => one.code === code);
      const choices = Object.keys(field ? choiceDefs(catalogue, field) : {});
      expect(choices).not.toEqual([]);
      expect(missing(prefix, choices)).toEqual([]);
    }
    for (const rule of Object.values(catalogue.geo_rules)) {
      expect(missing("method", Object.keys(rule.methods))).toEqual([]);
      expect(missing("verdict", Object.keys(rule.verdicts))).toEqual([]);
    }
    expect(missing("purpose", ["inspect", "fix", "verify"])).toEqual([]);
    expect(missing("severity", ["1", "2", "3", "4"])).toEqual([]);
    expect(missing("result", ["finding", "all_clear"])).toEqual([]);
  });

  it("show a code only where nobody could know it", () => {
    expect(codeWords("flag", "gap")).not.toBe("gap");
    expect(codeWords("flag", "nobody_knows")).toBe("nobody_knows");
  });
});

describe("words of failures on the phone", () => {
  /** These come as a whole problem document to a person who is signing in or sits at the desk. */
  const WORDED_BY_THE_SERVER = [
    ...[
      "code_invalid",
      "demo_only",
      "device_key_invalid",
      "device_taken",
      "evidence_pending",
      "evidence_unreadable",
    ],
    ...["illegal_step", "own_record", "proof_invalid", "reason_needed", "sealed", "setup_closed", "sign_in"],
    ...["stale", "weak_password", "wrong_password"],
  ];
  const OWN = [
    ...["offline", "timeout", "captive_portal", "revoked", "inconsistent", "refused", "lost", "unreadable"],
    ...["no_receipt", "server_unavailable", "unexpected", "QuotaExceededError", "BlankPicture"],
    ...["EmptyPicture", "EntryTooLarge", "EntryTooDeep", "NoItem"],
  ];

  it("exist for every bare code that sending may leave behind", () => {
    const bare = codes.PROBLEM_CODES.filter((code) => !WORDED_BY_THE_SERVER.includes(code));
    const unknown = problemWords({ code: "nobody_knows" }).what;
    expect([...bare, ...OWN].filter((code) => problemWords({ code }).what === unknown)).toEqual([]);
  });

  it("name no code that the server has retired", () => {
    expect(WORDED_BY_THE_SERVER.filter((code) => !codes.PROBLEM_CODES.includes(code as never))).toEqual([]);
    expect(WORDED_BY_THE_SERVER.filter(causeOf)).toEqual([]);
  });
});

describe("English", () => {
  it("holds no Chinese, and Chinese is Chinese", () => {
    const both: Record<string, string> = { ...EN, ...problemsEn };
    const mixed = Object.keys(both).filter((key) => !ALIKE.has(key) && HAN.test(both[key] ?? ""));
    expect(mixed).toEqual([]);
    const said: Record<string, string> = { ...ZH, ...problemsZh };
    const plain = Object.keys(said).filter((key) => !HAN.test((said[key] ?? "").replace(/\{\w+\}/g, "")));
    expect(plain.filter((key) => !ALIKE.has(key))).toEqual([]);
  });
});
