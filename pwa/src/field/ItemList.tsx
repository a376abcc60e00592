import { SearchX } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Item } from "../core/catalogue";
import { catalogue } from "../device/reference";
import { t, words } from "../text/field";
import { Empty, ListRow, TextInput, TopBar } from "../ui";
import { begin, beginTrouble } from "./beforehand";
import { foundItems } from "./items";
import { href } from "./router";
import { Trouble } from "./Trouble";

function photosWanted(item: Item): string {
  const n = item.evidence.photos.min;
  return n > 0 ? t("items.photos", { n }) : t("items.no_photos");
}

type RowsProps = { items: Item[]; onPick: (item: Item) => void };

/** Items to choose from. */
export function ItemRows({ items, onPick }: RowsProps) {
  if (items.length === 0) return <Empty icon={SearchX} what={t("items.none")} then={t("items.none_then")} />;
  return (
    <ul class="list">
      {items.map((item) => (
        <li key={item.code}>
          <ListRow
            title={words(item.name)}
            sub={<span class="num">{`${item.code} · ${photosWanted(item)}`}</span>}
            onClick={() => onPick(item)}
          />
        </li>
      ))}
    </ul>
  );
}

export function ItemList({ group }: { group: string }) {
  const [typed, setTyped] = useState("");
  if (!catalogue.value) return null;
  const title = catalogue.value.groups.find((one) => one.code === group);
  return (
    <main class="screen">
      <TopBar title={title ? words(title) : group} back={href({ name: "home" })} />
      <div class="scroll stack">
        <Trouble error={beginTrouble.value} />
        <TextInput
          label={t("items.search")}
          placeholder={t("items.search")}
          type="search"
          value={typed}
          onInput={setTyped}
        />
        <ItemRows
          items={foundItems(catalogue.value, group, typed)}
          onPick={(item) => void begin(item.code)}
        />
      </div>
    </main>
  );
}
