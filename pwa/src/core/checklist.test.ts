/** The shared cases of checklists; tests/schemas/test_result_cases.py runs the same file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import cases from "../../../schemas/cases/checklist.json" with { type: "json" };
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import type { Answers } from "./asking.ts";
import { type Catalogue, type Item, itemOf } from "./catalogue.ts";
import { checklistResult, readChecklist, restYes, unproven } from "./checklist.ts";

const catalogue = edition as unknown as Catalogue;

function known(code: string): Item {
  const item = itemOf(catalogue, code);
  if (!item) throw new Error(`no item ${code}`);
  return item;
}

interface Case {
  name: string;
  item: string;
  answers: Answers;
  slots: string[];
  expect: Record<string, unknown>;
}

function outcome({ item: code, answers, slots }: Case): Record<string, unknown> {
  const reading = readChecklist(known(code), answers);
  return {
    ...reading,
    tiers: reading.tiers.map(({ tier, mark, passed }) => [tier, mark, passed]),
    result: checklistResult(known(code), answers),
    unproven: unproven(known(code), answers, slots),
  };
}

describe("shared cases of checklists", () => {
  test.each((cases.cases as unknown as Case[]).map((one) => [one.name, one] as const))("%s", (_, one) => {
    const found = outcome(one);
    expect(Object.fromEntries(Object.keys(one.expect).map((key) => [key, found[key]]))).toEqual(one.expect);
  });
});

const checklists = catalogue.items.filter((item) => item.kind === "checklist");
const aChecklist = fc.constantFrom(...checklists).chain((item) => {
  const value = fc.constantFrom("yes", "no", "na", null, undefined, "?");
  const answers = fc.record(Object.fromEntries((item.checks ?? []).map((check) => [check.code, value])));
  return fc.tuple(fc.constant(item), answers as fc.Arbitrary<Answers>);
});

test("answering the rest with yes leaves no point open and changes no answer", () => {
  fc.assert(
    fc.property(aChecklist, ([item, answers]) => {
      const after = restYes(item, answers);
      const kept = ["yes", "no", "na"].flatMap((said) =>
        Object.keys(answers).filter((code) => answers[code] === said && after[code] !== said),
      );
      return readChecklist(item, after).answered === item.checks?.length && kept.length === 0;
    }),
  );
});

test("a point that fails never raises the score, and a score shown below a mark is never a pass", () => {
  fc.assert(
    fc.property(aChecklist, fc.nat(), ([item, answers], at) => {
      const code = item.checks?.[at % item.checks.length]?.code ?? "";
      const [good, bad] = ["yes", "no"].map((said) => readChecklist(item, { ...answers, [code]: said }));
      const honest = [good, bad].every((one) =>
        one?.tiers.every(({ mark, passed }) => passed !== true || (one.score ?? 0) >= mark),
      );
      return honest && (bad?.score ?? 0) <= (good?.score ?? 0);
    }),
  );
});

test("every checklist of the edition adds up to its full score", () => {
  for (const item of checklists) {
    expect(readChecklist(item, restYes(item, {}))).toMatchObject({ score: item.score.full, failed: [] });
  }
});
