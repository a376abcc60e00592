import { useEffect, useState } from "preact/hooks";
import { tt } from "../text/desk_tasks";
import { Button, Choice, ErrorBox, Field, TextInput } from "../ui";
import { windows } from "./catalogue_store";
import { wordsOf } from "./problem_words";
import { hrefOf } from "./route";
import { type Chosen, ItemPicks, PlacePicks } from "./task_picks";
import { assign, officersOf, type TaskAssignment, type TaskOfficer, today } from "./tasks_store";
import { UnitField } from "./unit_field";

interface Wanted {
  unit: string;
  officers: string[];
  items: Chosen;
  places: Chosen;
  /** A named window, `own` for hours of one's own, or empty for any time. */
  window: string;
  from: string;
  to: string;
  first_day: string;
  last_day: string;
  each_day: boolean;
  title: string;
  note: string;
}

const blank = (): Wanted => ({
  ...{ unit: "", officers: [], items: new Map(), places: new Map(), window: "", from: "07:20", to: "08:20" },
  ...{ first_day: today(), last_day: today(), each_day: true, title: "", note: "" },
});

const laterDay = (a: string, b: string): string => [a, b].sort()[1] ?? a;

const isReady = ({ unit, items, places }: Wanted): boolean =>
  unit !== "" && items.size > 0 && places.size > 0;

function assignment(wanted: Wanted): TaskAssignment {
  const { unit, title, note, first_day, last_day, each_day, officers, window } = wanted;
  return {
    ...{ unit, title, note, first_day, last_day, each_day },
    officers: officers.length > 0 ? officers : null,
    items: [...wanted.items.keys()],
    places: [...wanted.places.keys()],
    window: window === "own" || window === "" ? null : window,
    times: window === "own" ? [`${wanted.from}-${wanted.to}`] : [],
  };
}

type PartProps = { wanted: Wanted; set: (patch: Partial<Wanted>) => void };

function Who({ wanted, set }: PartProps) {
  const [there, setThere] = useState<readonly TaskOfficer[]>([]);
  useEffect(() => {
    if (wanted.unit) officersOf(wanted.unit).then(setThere, () => setThere([]));
  }, [wanted.unit]);
  return (
    <>
      <UnitField value={wanted.unit} onChange={(unit) => set({ unit, officers: [] })} />
      {wanted.unit && (
        <Field label={tt("form.officers")}>
          {there.length === 0 && <p class="small quiet">{tt("form.nobody")}</p>}
          <Choice
            label={tt("form.officers")}
            many
            options={[
              { value: "", label: tt("list.all") },
              ...there.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={wanted.officers.length > 0 ? wanted.officers : [""]}
            onChange={(next) => set({ officers: next.at(-1) === "" ? [] : next.filter((one) => one !== "") })}
          />
        </Field>
      )}
    </>
  );
}

function Clock({
  label,
  value,
  type,
  onChange,
}: {
  label: string;
  value: string;
  type: string;
  onChange: (v: string) => void;
}) {
  return (
    <label class="row">
      {label}
      <input
        class="input"
        type={type}
        value={value}
        onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function Hours({ wanted, set }: PartProps) {
  return (
    <Field label={tt("form.window")}>
      <select
        aria-label={tt("form.window")}
        value={wanted.window}
        onChange={(event) => set({ window: event.currentTarget.value })}
      >
        <option value="">{tt("form.any_time")}</option>
        {windows().map(({ code, label, times }) => (
          <option key={code} value={code}>{`${label} ${times.join(" ")}`}</option>
        ))}
        <option value="own">{tt("form.own_hours")}</option>
      </select>
      {wanted.window === "own" && (
        <div class="row">
          <Clock label={tt("form.from")} type="time" value={wanted.from} onChange={(from) => set({ from })} />
          <Clock label={tt("form.to")} type="time" value={wanted.to} onChange={(to) => set({ to })} />
        </div>
      )}
    </Field>
  );
}

function Days({ wanted, set }: PartProps) {
  return (
    <Field label={tt("form.days")}>
      <div class="row">
        <Clock
          label={tt("form.first")}
          type="date"
          value={wanted.first_day}
          onChange={(first_day) => set({ first_day, last_day: laterDay(wanted.last_day, first_day) })}
        />
        <Clock
          label={tt("form.last")}
          type="date"
          value={wanted.last_day}
          onChange={(last_day) => set({ last_day })}
        />
      </div>
      <Choice
        label={tt("form.days")}
        options={[
          { value: "each", label: tt("form.each_day") },
          { value: "once", label: tt("form.once") },
        ]}
        value={[wanted.each_day ? "each" : "once"]}
        onChange={([how]) => set({ each_day: how === "each" })}
      />
    </Field>
  );
}

function Words({ wanted, set }: PartProps) {
  return (
    <>
      <Field label={tt("form.name")}>
        <TextInput
          label={tt("form.name")}
          maxLength={60}
          value={wanted.title}
          onInput={(title) => set({ title })}
        />
      </Field>
      <Field label={tt("form.note")}>
        <TextInput
          label={tt("form.note")}
          lines
          maxLength={500}
          value={wanted.note}
          onInput={(note) => set({ note })}
        />
      </Field>
    </>
  );
}

/** The list as it is being written, and its way to the server. */
function useWanted(onMade: () => void) {
  const [wanted, setWanted] = useState(blank);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = (patch: Partial<Wanted>) => setWanted((now) => ({ ...now, ...patch }));
  const send = async () => {
    setBusy(true);
    try {
      const id = await assign(assignment(wanted));
      onMade();
      location.hash = hrefOf("tasks", id);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return { wanted, set, busy, error, send };
}

/** Who looks at what, where and when; assigned in one step. */
export function TaskForm({ onMade }: { onMade: () => void }) {
  const { wanted, set, busy, error, send } = useWanted(onMade);
  return (
    <div class="detail task-form">
      <h1>{tt("form.title")}</h1>
      <Who wanted={wanted} set={set} />
      <Field label={tt("form.items")}>
        <ItemPicks chosen={wanted.items} onChange={(items) => set({ items })} />
      </Field>
      <Field label={tt("form.places")}>
        <PlacePicks chosen={wanted.places} onChange={(places) => set({ places })} />
      </Field>
      <Hours wanted={wanted} set={set} />
      <Days wanted={wanted} set={set} />
      <Words wanted={wanted} set={set} />
      {error !== null && <ErrorBox what={wordsOf(error).what} then={wordsOf(error).hint || undefined} />}
      {!isReady(wanted) && <p class="small quiet">{tt("form.missing")}</p>}
      <Button
        kind="primary"
        busy={busy && tt("do.assigning")}
        disabled={!isReady(wanted)}
        onClick={() => void send()}
      >
        {tt("do.assign")}
      </Button>
    </div>
  );
}
