import { useEffect, useState } from "preact/hooks";
import { tt } from "../text/desk_tasks";
import { Button } from "../ui";
import { api } from "./api";
import { categories, categoryWords, phoneItemsHere } from "./catalogue_store";
import { dotted } from "./format";
import { watched } from "./session";
import type { Place } from "./types";

type Option = { value: string; label: string; sub: string };
export type Chosen = ReadonlyMap<string, string>;
type PicksProps = { chosen: Chosen; onChange: (next: Chosen) => void };

function toggled(chosen: Chosen, { value, label }: Option): Chosen {
  const next = new Map(chosen);
  if (!next.delete(value)) next.set(value, label);
  return next;
}

/** Rows with a box each; what is chosen stands above, so that narrowing the list hides no choice. */
function Picks({ options, chosen, onChange }: PicksProps & { options: readonly Option[] }) {
  const missing = options.filter(({ value }) => !chosen.has(value));
  const addAll = () =>
    onChange(new Map([...chosen, ...missing.map(({ value, label }) => [value, label] as const)]));
  return (
    <>
      <p class="row">
        <span class="grow small quiet cut">
          {chosen.size > 0 &&
            dotted(tt("form.chosen", { n: chosen.size }), [...chosen.values()].slice(0, 4).join(" "))}
        </span>
        {chosen.size > 0 && (
          <Button kind="quiet" onClick={() => onChange(new Map())}>
            {tt("form.clear")}
          </Button>
        )}
        {missing.length > 0 && (
          <Button kind="quiet" onClick={addAll}>
            {tt("form.all_found", { n: missing.length })}
          </Button>
        )}
      </p>
      <ul class="picks">
        {options.map((option) => (
          <li key={option.value}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(option.value)}
                onChange={() => onChange(toggled(chosen, option))}
              />
              <span class="grow">{option.label}</span>
              <span class="quiet small">{option.sub}</span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

export function ItemPicks(props: PicksProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const options = phoneItemsHere()
    .map(({ code, label }) => ({ value: code, label, sub: code }))
    .filter(({ label, sub }) => `${label} ${sub}`.toLowerCase().includes(wanted));
  return (
    <>
      <input
        class="input"
        type="search"
        aria-label={tt("form.items_filter")}
        placeholder={tt("form.items_filter")}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <Picks options={options} {...props} />
    </>
  );
}

function usePlaces(q: string, category: string): readonly Place[] {
  const [found, setFound] = useState<readonly Place[]>([]);
  useEffect(() => {
    let isLeft = false;
    watched(api.places(q, category)).then(
      (places) => !isLeft && setFound(places),
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, [q, category]);
  return found;
}

export function PlacePicks(props: PicksProps) {
  const [typed, setTyped] = useState("");
  const [category, setCategory] = useState("");
  const found = usePlaces(typed.trim(), category);
  const options = found.map(({ id, name, category: kind }) => ({
    value: id,
    label: name,
    sub: categoryWords(kind),
  }));
  return (
    <>
      <div class="row">
        <select
          aria-label={tt("form.any_category")}
          value={category}
          onChange={(event) => setCategory(event.currentTarget.value)}
        >
          <option value="">{tt("form.any_category")}</option>
          {categories().map(({ code, label }) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
        <input
          class="input grow"
          type="search"
          aria-label={tt("form.places_filter")}
          placeholder={tt("form.places_filter")}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Picks options={options} {...props} />
    </>
  );
}
