import { type Signal, useSignal } from "@preact/signals";
import { ChevronLeft, Search, Smartphone, Users, UserX } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { codeWords, t } from "../text/desk";
import { Button, Empty, Icon, Progress } from "../ui";
import { EnrolSheet } from "./enrol_sheet";
import { dotted } from "./format";
import { useLanguageChange } from "./language";
import { ListFailed } from "./list_failed";
import {
  loadPeople,
  loadUnits,
  narrow,
  openPerson,
  people,
  peopleError,
  peopleFilter,
  peoplePhase,
  units,
} from "./people_store";
import { PeopleTabs, showsPhones } from "./people_tabs";
import { PersonPane } from "./person_pane";
import { PhonesList } from "./phones_list";
import { loadPhones, pollPhones } from "./phones_store";
import { hrefOf, route } from "./route";
import type { Person } from "./types";

function load(): void {
  void loadPeople();
  void loadUnits();
  void loadPhones();
}

function change(part: { unit?: string; q?: string }): void {
  narrow(part);
  void loadPhones();
}

/** Who is in which unit, with which devices, and what those still hold. */
export function PeopleRoom() {
  const onlyHolding = useSignal(true);
  useEffect(() => {
    load();
    return pollPhones();
  }, []);
  useLanguageChange(load);
  return (
    <main class={`two-panes${route.value.id ? " open" : ""}`}>
      <section class="pane pane-list">
        <PeopleFilters onlyHolding={onlyHolding} />
        <div class="queue-scroll">
          {showsPhones() ? <PhonesList onlyHolding={onlyHolding.value} /> : <PeopleList />}
        </div>
      </section>
      <section class="pane pane-detail">
        <div class="back-row">
          <Button kind="quiet" icon={ChevronLeft} href={hrefOf("people", null, route.value.query)}>
            {t("app.back")}
          </Button>
        </div>
        {openPerson.value ? <PersonPane person={openPerson.value} /> : <NobodyOpen />}
      </section>
      <EnrolSheet />
    </main>
  );
}

function NobodyOpen() {
  if (showsPhones()) return <Empty icon={Smartphone} what={t("phones.pick")} then="" />;
  return <Empty icon={Users} what={t("people.pick")} then={isFirst() ? t("people.first_do") : ""} />;
}

/** True while there is nobody but the first administrator. */
function isFirst(): boolean {
  const { unit, q } = peopleFilter.value;
  return peoplePhase.value === "idle" && people.value.length === 1 && !unit && !q;
}

function PeopleFilters({ onlyHolding }: { onlyHolding: Signal<boolean> }) {
  const { unit, q } = peopleFilter.value;
  return (
    <div class="filters">
      <PeopleTabs />
      <label class="search">
        <Icon of={Search} />
        <input
          type="search"
          aria-label={t("people.search")}
          placeholder={t("people.search")}
          value={q}
          onInput={(event) => change({ q: event.currentTarget.value })}
        />
      </label>
      <div class="selects">
        <select
          aria-label={t("queue.unit")}
          value={unit}
          class={unit ? "set" : ""}
          onChange={(event) => change({ unit: event.currentTarget.value })}
        >
          <option value="">{t("people.all_units")}</option>
          {units.value.map(({ id, name, depth }) => (
            <option key={id} value={id}>{`${"\u3000".repeat(Math.max(depth, 0))}${name}`}</option>
          ))}
        </select>
        {showsPhones() && <OnlyHolding chosen={onlyHolding} />}
      </div>
    </div>
  );
}

function OnlyHolding({ chosen }: { chosen: Signal<boolean> }) {
  return (
    <select
      aria-label={t("phones.which")}
      class={chosen.value ? "set" : ""}
      value={chosen.value ? "holding" : "all"}
      onChange={(event) => (chosen.value = event.currentTarget.value === "holding")}
    >
      <option value="holding">{t("phones.holding")}</option>
      <option value="all">{t("phones.all")}</option>
    </select>
  );
}

function PeopleList() {
  if (peoplePhase.value === "failed") {
    return <ListFailed error={peopleError.value} again={() => void loadPeople()} />;
  }
  if (people.value.length === 0) {
    if (peoplePhase.value === "loading") return <Progress words={t("app.loading")} />;
    return <Empty icon={UserX} what={t("people.none")} then={t("people.none_do")} />;
  }
  return (
    <>
      {byUnit(people.value).map(({ name, members }) => (
        <section key={name} class="group">
          <h2>{name}</h2>
          <ul class="rows">
            {members.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function byUnit(list: readonly Person[]): { name: string; members: Person[] }[] {
  const groups = new Map<string, { name: string; members: Person[] }>();
  for (const person of list) {
    const group = groups.get(person.unit.id) ?? { name: person.unit.name, members: [] };
    group.members.push(person);
    groups.set(person.unit.id, group);
  }
  return [...groups.values()];
}

function PersonRow({ person }: { person: Person }) {
  const active = person.devices.filter(({ revoked_at }) => revoked_at === null).length;
  return (
    <li>
      <a class="prow" href={hrefOf("people", person.id)} aria-current={route.value.id === person.id}>
        <span class="cut">
          <b>{person.name}</b> <span class="quiet">{person.username}</span>
        </span>
        <span class="quiet cut">{dotted(...person.roles.map((role) => codeWords("role", role)))}</span>
        <span class="num quiet">
          {person.active ? t("people.n_devices", { n: active }) : t("people.inactive")}
        </span>
      </a>
    </li>
  );
}
