import { Camera, CircleAlert, ListChecks, OctagonAlert } from "lucide-preact";
import { useEffect } from "preact/hooks";
import type { Answers } from "../core/answers";
import type { Check, Item } from "../core/catalogue";
import { checkSlot, openPoints, readChecklist, restYes, unproven } from "../core/checklist";
import type { Draft } from "../device/types";
import { words } from "../text/field";
import { tq } from "../text/results";
import { Button, Choice, Field, Icon } from "../ui";
import { scoreWords, tierWords } from "../ui/result_words";
import { aimAt, answer, change, takeAim } from "./draft";
import { pointedAt } from "./review_words";
import { go } from "./router";
import { ShotStrip } from "./ShotStrip";
import "./checklist.css";

export type ChecklistProps = { now: Draft; item: Item; pressed: boolean };
type PointProps = ChecklistProps & { check: Check; bare: boolean };

/** The photos of one failed point, and the way to take them. */
function Proof({ now, check, bare }: PointProps) {
  const shots = now.shots.filter((shot) => shot.slot === checkSlot(check.code));
  const take = () => {
    aimAt(check.code);
    go({ name: "capture", draft: now.id });
  };
  return (
    <div class="row top proof">
      <button type="button" class={bare ? "photo add wanted" : "photo add"} onClick={take}>
        <Icon of={Camera} />
        {tq(shots.length > 0 ? "check.more" : "check.photo")}
      </button>
      {shots.length > 0 && <ShotStrip shots={shots} />}
    </div>
  );
}

function Point(props: PointProps) {
  const { now, check, pressed, bare } = props;
  const said = now.answers[check.code];
  const worth = tq("check.points", { n: check.points });
  return (
    <Field
      id={`f-${check.code}`}
      label={words(check)}
      aside={check.veto ? `${worth} · ${tq("score.veto")}` : worth}
      missing={pressed && bare && tq("check.photo_missing")}
      pointed={pointedAt(now, check.code)}
    >
      <Choice
        label={words(check)}
        options={[
          { value: "yes", label: tq("check.yes") },
          { value: "no", label: tq("check.no") },
          { value: "na", label: tq("check.na") },
        ]}
        value={typeof said === "string" ? [said] : []}
        clearable
        onChange={([value]) => void answer(check.code, value ?? null)}
      />
      {said === "no" && <Proof {...props} />}
    </Field>
  );
}

/** The score as it stands, vetoes first; it stays in sight while the points scroll. */
function Score({ now, item }: ChecklistProps) {
  const reading = readChecklist(item, now.answers as Answers);
  const { answered, total, failed, vetoed, tiers } = reading;
  return (
    <div class="score" role="status">
      <p class="row spread">
        <span class="figure num">{scoreWords(reading)}</span>
        <span class="num">{tq("score.answered", { n: answered, total })}</span>
        {failed.length > 0 && <span class="num bad">{tq("score.failed", { n: failed.length })}</span>}
      </p>
      {vetoed.length > 0 && (
        <p class="row bad strong">
          <Icon of={OctagonAlert} />
          {tq("score.veto")}
        </p>
      )}
      <p class="row wrap small">
        {tiers.map((tier) => (
          <span key={tier.tier} class={tier.passed === false ? "row bad strong" : "row"}>
            {tier.passed === false && <Icon of={CircleAlert} />}
            {tierWords(tier)}
          </span>
        ))}
      </p>
    </div>
  );
}

/** Point by point on one screen; one tap says that all the rest holds, and exceptions are tapped before or after. */
export function Checklist({ now, item, pressed }: ChecklistProps) {
  const answers = now.answers as Answers;
  const open = openPoints(item, answers);
  const bare = unproven(
    item,
    answers,
    now.shots.map((shot) => shot.slot),
  );
  useEffect(() => {
    const point = takeAim();
    if (point) document.getElementById(`f-${point}`)?.scrollIntoView({ block: "center" });
  }, []);
  const rest = () => void change({ answers: restYes(item, answers) as Draft["answers"] });
  const checks = item.checks ?? [];
  const isFresh = open.length === checks.length;
  return (
    <section class="stack points">
      <Score now={now} item={item} pressed={pressed} />
      {open.length > 0 && (
        <Button icon={ListChecks} block onClick={rest}>
          {isFresh ? tq("check.all") : tq("check.rest", { n: open.length })}
        </Button>
      )}
      {isFresh && <p class="small quiet">{tq("check.none_copied")}</p>}
      {checks.map((check) => (
        <Point
          key={check.code}
          now={now}
          item={item}
          pressed={pressed}
          check={check}
          bare={bare.includes(check.code)}
        />
      ))}
    </section>
  );
}
