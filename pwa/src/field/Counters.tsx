import { type AnswerContext, askedCounters } from "../core/answers";
import type { Item } from "../core/catalogue";
import type { Draft } from "../device/types";
import { words } from "../text/field";
import { Field, Stepper } from "../ui";
import { count } from "./draft";
import { pointedAt } from "./review_words";

type CountersProps = { now: Draft; item: Item; context: AnswerContext };

/** What an item counts, such as visits made: two big buttons each, none of them required. */
export function Counters({ now, item, context }: CountersProps) {
  return (
    <>
      {askedCounters(item, context).map((counter) => (
        <Field key={counter.code} label={words(counter)} pointed={pointedAt(now, counter.code)}>
          <Stepper
            label={words(counter)}
            value={now.counts?.[counter.code] ?? null}
            min={0}
            max={Number.MAX_SAFE_INTEGER}
            onChange={(value) => void count(counter.code, value)}
          />
        </Field>
      ))}
    </>
  );
}
