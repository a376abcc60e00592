import { Plus } from "lucide-preact";
import type { Item } from "../core/catalogue";
import { readTally } from "../core/tally";
import type { Draft } from "../device/types";
import { words } from "../text/field";
import { tq } from "../text/results";
import { Button } from "../ui";
import { intervalWords, minutes, tallyWords } from "../ui/result_words";
import { href } from "./router";
import { countedOf } from "./tally_model";

/** What was counted, and the way back to counting. */
export function TallyCard({ now, item }: { now: Draft; item: Item }) {
  const { counts, tally } = countedOf(now, item);
  const reading = readTally(item, counts);
  return (
    <section class="card stack">
      <p class="strong num">{tallyWords(reading).join(" · ")}</p>
      <dl class="facts">
        {(item.counters ?? []).map((counter) => (
          <div key={counter.code}>
            <dt>{words(counter)}</dt>
            <dd class="num">{counts[counter.code] ?? 0}</dd>
          </div>
        ))}
      </dl>
      <p class="small quiet num">
        {intervalWords(reading)} {tq("tally.time", { time: minutes(tally.counted_s) })}
      </p>
      <Button icon={Plus} href={href({ name: "tally", draft: now.id })}>
        {tq("tally.continue")}
      </Button>
    </section>
  );
}
