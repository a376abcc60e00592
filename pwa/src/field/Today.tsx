import { ChevronRight, MapPin } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { nearestPlaces, type Position } from "../core/geo";
import { placeStates } from "../core/today";
import { places } from "../device/reference";
import { taskLists } from "../device/tasks";
import { ty } from "../text/field_today";
import { Icon, ListRow } from "../ui";
import { beforehand } from "./beforehand";
import { metres } from "./moments";
import { href } from "./router";
import { TaskCard } from "./TaskCard";
import { marks, tasksNow, useMinutes } from "./task_words";
import { fix, mayLook, useWhere } from "./where";

/** So many cards stand at home; the others are one tap away. */
const SHOWN = 3;
/** Farther than this a place is no use to someone on foot. */
const NEAR_M = 5000;

/** The next tasks; nothing at all where nothing is asked. */
export function Today() {
  useMinutes();
  const all = tasksNow.value;
  const open = all.filter((task) => task.phase !== "done");
  if (all.length === 0) return null;
  return (
    <section class="stack tight">
      <div class="row">
        <h2 class="section grow">
          {ty("today.tasks")}{" "}
          <span class="num quiet">{ty("today.count", { d: all.length - open.length, n: all.length })}</span>
        </h2>
        <a class="chip" href={href({ name: "tasks" })}>
          {ty("today.all", { n: all.length })}
          <Icon of={ChevronRight} />
        </a>
      </div>
      {open.slice(0, SHOWN).map((task) => (
        <TaskCard key={task.id} task={task} />
      ))}
    </section>
  );
}

function NearRows({ at }: { at: Position }) {
  const near = nearestPlaces(places.value, at, undefined, 3).filter((one) => one.distance_m < NEAR_M);
  const states = placeStates(tasksNow.value, marks.value);
  if (near.length === 0) return <p class="quiet small">{ty("today.none_near")}</p>;
  return (
    <ul class="list">
      {near.map(({ place, distance_m }) => (
        <li key={place.id}>
          <ListRow
            lead={<Icon of={MapPin} />}
            title={place.name}
            sub={ty(`state.${states.get(place.id) ?? "never"}`)}
            trail={<span class="num">{metres(distance_m)}</span>}
            onClick={() => {
              beforehand.value = { place: place.id, name: place.name, address: "" };
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function Watched() {
  useWhere();
  const at = fix.value;
  return at ? <NearRows at={at} /> : <p class="quiet small">{ty("today.locating")}</p>;
}

/** Places around, where the officer has already allowed the position. */
export function Near() {
  const [look, setLook] = useState(false);
  useEffect(() => void mayLook().then(setLook), []);
  if (!look || (places.value.length === 0 && taskLists.value.length === 0)) return null;
  return (
    <section>
      <h2 class="section">{ty("today.near")}</h2>
      <Watched />
    </section>
  );
}
