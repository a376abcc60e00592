import { useSignal } from "@preact/signals";
import { Camera, FileQuestion, Timer, Undo2, Volume2, VolumeX } from "lucide-preact";
import { useEffect } from "preact/hooks";
import type { Counter, Item } from "../core/catalogue";
import { type Counted, readTally, type Tap, tapped, undone } from "../core/tally";
import { tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { tq } from "../text/results";
import { Button, Choice, Empty, Icon, TopBar } from "../ui";
import { intervalWords, minutes, tallyWords } from "../ui/result_words";
import { change, draft, draftTrouble, keep, standAt, world } from "./draft";
import { draftItem } from "./form_model";
import { go, href } from "./router";
import { Trouble } from "./Trouble";
import { useTallyClock } from "./tally_clock";
import { feel, feelOver, setSound, sound } from "./tally_feel";
import { type Band, cellOf, countedOf, type Layout, layoutOf, shownCount } from "./tally_model";
import { useEachFix } from "./where";
import "./tally.css";

type Press = (counter: Counter, of: Tap["of"]) => void;

type HalvesProps = { layout: Layout; band: Band; counted: Counted; set: (string | null)[]; onTap: Press };

function Half({ layout, band, counted, set, onTap, counters, side }: HalvesProps & Side) {
  return (
    <div class="side">
      {counters.map((counter) => (
        <button
          key={counter.code}
          type="button"
          class={`half ${side}`}
          onClick={() => onTap(counter, cellOf(layout, band, set))}
        >
          {band.words && <span class="small">{words(band.words)}</span>}
          <span>{words(counter)}</span>
          <b class="num">{shownCount(counted, counter.code, band)}</b>
        </button>
      ))}
    </div>
  );
}

type Side = { counters: Counter[]; side: "hit" | "miss" };

function Bands(props: Omit<HalvesProps, "band">) {
  const { layout } = props;
  return (
    <div class="bands">
      {layout.bands.map((band) => (
        <div class="band" key={band.code}>
          <Half {...props} band={band} counters={layout.hits} side="hit" />
          <Half {...props} band={band} counters={layout.misses} side="miss" />
        </div>
      ))}
    </div>
  );
}

type StrataProps = {
  layout: Layout;
  set: (string | null)[];
  onSet: (at: number, code: string | null) => void;
};

/** Strata that are set once and stay, such as the kind of vehicle; none set means: not told apart. */
function Strata({ layout, set, onSet }: StrataProps) {
  return (
    <>
      {layout.sticky.map(({ list, choices }, at) => (
        <Choice
          key={list}
          label={tq("tally.title")}
          options={[["", null] as const, ...choices].map(([value, choice]) => ({
            value,
            label: choice ? words(choice) : tq("tally.every"),
          }))}
          value={[set[at] ?? ""]}
          onChange={([code]) => onSet(at, code || null)}
        />
      ))}
    </>
  );
}

function Extras({ layout, counted, onTap }: { layout: Layout; counted: Counted; onTap: Press }) {
  return (
    <>
      {layout.extras.map((counter) => (
        <button
          key={counter.code}
          type="button"
          class={`half extra ${counter.role}`}
          onClick={() => onTap(counter, [])}
        >
          <span>{words(counter)}</span>
          <b class="num">{counted.counts[counter.code] ?? 0}</b>
        </button>
      ))}
    </>
  );
}

/** What is left of the window, or what was counted where none is set. */
function Left({ seconds, planned_min }: { seconds: number; planned_min: number }) {
  const left = planned_min * 60 - seconds;
  const isOver = planned_min > 0 && left <= 0;
  useEffect(() => {
    if (isOver) feelOver();
  }, [isOver]);
  const time = minutes(Math.ceil(planned_min > 0 ? left : seconds));
  return (
    <span class={isOver ? "window over" : "window"} role={isOver ? "status" : undefined}>
      <Icon of={Timer} />
      {isOver ? tq("tally.over") : tq(planned_min > 0 ? "tally.left" : "tally.time", { time })}
    </span>
  );
}

function Says({ item, counted }: { item: Item; counted: Counted }) {
  const reading = readTally(item, counted.counts);
  return (
    <p class="says num">
      {tallyWords(reading).map((said) => (
        <span key={said}>{said}</span>
      ))}
      <span class="quiet">{intervalWords(reading)}</span>
    </p>
  );
}

type FootProps = { counted: Counted; onUndo: () => void; onEnd: (to: "form" | "capture") => void };

function Foot({ counted, onUndo, onEnd }: FootProps) {
  const none = (counted.tally.taps ?? []).length === 0;
  return (
    <div class="foot">
      <Button icon={Undo2} disabled={none} onClick={onUndo}>
        {tq("tally.undo")}
      </Button>
      <Button
        kind="quiet"
        icon={sound.value ? Volume2 : VolumeX}
        label={`${tq("tally.sound")}: ${tc(sound.value ? "yes" : "no")}`}
        onClick={() => setSound(!sound.value)}
      />
      <Button kind="quiet" icon={Camera} label={tq("tally.photo")} onClick={() => onEnd("capture")} />
      <Button kind="primary" onClick={() => onEnd("form")}>
        {tq("tally.end")}
      </Button>
    </div>
  );
}

/** Stores the count as it is now; the draft on the screen may be newer than the one this was drawn from. */
function useCount(item: Item) {
  const latest = (): Counted | null => draft.value && countedOf(draft.value, item);
  const before = latest()?.tally;
  const { clock, shown } = useTallyClock(before?.counted_s ?? 0, Boolean(before?.started_at), (seconds) => {
    const { tally } = draft.value ?? {};
    if (tally) void keep({ tally: { ...tally, counted_s: seconds } });
  });
  const put = ({ counts, tally }: Counted) => {
    clock.run();
    const ended_at = new Date().toISOString();
    const started_at = tally.started_at || ended_at;
    void keep({ counts, tally: { ...tally, started_at, ended_at, counted_s: clock.seconds }, step: "tally" });
  };
  const onTap: Press = (counter, of) => {
    const now = latest();
    if (!now) return;
    feel(counter.role);
    put(tapped(now, { code: counter.code, of }));
  };
  const onUndo = () => {
    const now = latest();
    if (now) put(undone(now));
  };
  return { shown, onTap, onUndo };
}

async function leave(to: "form" | "capture"): Promise<void> {
  const id = draft.value?.id;
  await change({ step: "form" });
  if (id) go({ name: to, draft: id });
}

function Counting({ item, layout }: { item: Item; layout: Layout }) {
  const set = useSignal<(string | null)[]>(layout.sticky.map(() => null));
  const { shown, onTap, onUndo } = useCount(item);
  const now = draft.value;
  if (!now) return null;
  const counted = countedOf(now, item);
  return (
    <main class="screen tally">
      <TopBar title={words(item.name)} back={href({ name: "home" })}>
        <Left seconds={shown.value} planned_min={counted.tally.planned_min} />
      </TopBar>
      <Trouble error={draftTrouble.value} />
      <div class="scroll counting">
        <Bands layout={layout} counted={counted} set={set.value} onTap={onTap} />
        <div class="stack beside">
          <Strata
            layout={layout}
            set={set.value}
            onSet={(at, code) => {
              set.value = set.value.map((before, i) => (i === at ? code : before));
            }}
          />
          <Extras layout={layout} counted={counted} onTap={onTap} />
          <Says item={item} counted={counted} />
        </div>
      </div>
      <Foot counted={counted} onUndo={onUndo} onEnd={(to) => void leave(to)} />
    </main>
  );
}

/** The full screen of counting: two halves, one tap for each rider, everything stored as it is tapped. */
export function Tally() {
  useEachFix(standAt);
  const now = draft.value;
  const around = world();
  const item = now && around && draftItem(now, around);
  if (!item || !around)
    return <Empty icon={FileQuestion} what={tr("form.gone")} then={tr("form.gone_then")} />;
  return <Counting item={item} layout={layoutOf(item, around.catalogue)} />;
}
