import { Search, X } from "lucide-preact";
import { codeWords, t } from "../text/desk";
import { Icon } from "../ui";
import { count } from "./format";
import { type Filters, NO_FILTERS } from "./queue_model";
import { counts, queue, setFilters } from "./queue_store";
import type { RecordState } from "./types";

const STATES: readonly RecordState[] = ["submitted", "returned", "accepted", "rejected", "withdrawn"];
const SEARCH_PAUSE_MS = 250;

let pause: ReturnType<typeof setTimeout> | undefined;

function change(part: Partial<Filters>): void {
  void setFilters({ ...queue.value.filters, ...part });
}

function searchSoon(q: string): void {
  clearTimeout(pause);
  pause = setTimeout(() => change({ q: q.trim() }), SEARCH_PAUSE_MS);
}

/** The states with their counts, then what narrows the list. */
export function QueueFilters() {
  const { filters } = queue.value;
  const narrowed = filters.unit || filters.item || filters.flag || filters.q;
  return (
    <div class="filters">
      <StateTabs />
      <div class="search-row">
        <SearchBox q={filters.q} />
        {narrowed && (
          <button type="button" class="clear" onClick={() => change({ ...NO_FILTERS, state: filters.state })}>
            <Icon of={X} />
            {t("queue.clear")}
          </button>
        )}
      </div>
      <div class="selects">
        <NarrowSelects filters={filters} />
      </div>
    </div>
  );
}

function StateTabs() {
  const { state } = queue.value.filters;
  return (
    <div class="state-tabs" role="tablist" aria-label={t("queue.state")}>
      {STATES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === state}
          onClick={() => change({ state: name })}
        >
          {t(`tab.${name}`)}
          <span class="num">{counts.value ? count(counts.value.states[name]) : "–"}</span>
        </button>
      ))}
    </div>
  );
}

function SearchBox({ q }: { q: string }) {
  return (
    <label class="search">
      <Icon of={Search} />
      <input
        id="queue-search"
        type="search"
        aria-label={t("queue.search")}
        placeholder={t("queue.search")}
        defaultValue={q}
        key={q === "" ? "empty" : "typed"}
        spellcheck={false}
        onInput={(event) => searchSoon(event.currentTarget.value)}
      />
    </label>
  );
}

function NarrowSelects({ filters }: { filters: Filters }) {
  const { units = [], items = [], flags = [] } = counts.value ?? {};
  const flagged = flags.map(({ code, n }) => ({ code, name: codeWords("flag", code), n }));
  const placed = units.map(({ id, name, n }) => ({ code: id, name, n }));
  return (
    <>
      <Narrow
        label={t("queue.unit")}
        all={t("queue.all_units")}
        value={filters.unit}
        options={placed}
        part="unit"
      />
      <Narrow
        label={t("queue.item")}
        all={t("queue.all_items")}
        value={filters.item}
        options={items}
        part="item"
      />
      <Narrow
        label={t("queue.flag")}
        all={t("queue.all_flags")}
        value={filters.flag}
        options={flagged}
        part="flag"
      />
    </>
  );
}

interface NarrowProps {
  label: string;
  all: string;
  value: string;
  options: readonly { code: string; name: string; n: number }[];
  part: "unit" | "item" | "flag";
}

function Narrow({ label, all, value, options, part }: NarrowProps) {
  const known = value === "" || options.some(({ code }) => code === value);
  return (
    <select
      aria-label={label}
      class={value ? "set" : ""}
      value={value}
      onChange={(event) => change({ [part]: event.currentTarget.value })}
    >
      <option value="">{all}</option>
      {!known && <option value={value}>{value}</option>}
      {options.map(({ code, name, n }) => (
        <option key={code} value={code}>{`${name} (${count(n)})`}</option>
      ))}
    </select>
  );
}
