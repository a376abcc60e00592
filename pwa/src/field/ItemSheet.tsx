import { useState } from "preact/hooks";
import { catalogue } from "../device/reference";
import { t } from "../text/field";
import { Sheet, TextInput } from "../ui";
import { ItemRows } from "./ItemList";
import { foundItems } from "./items";

type ItemSheetProps = { open: boolean; onClose: () => void; onPick: (code: string) => void };

/** Choosing or changing the item after the pictures were taken. */
export function ItemSheet({ open, onClose, onPick }: ItemSheetProps) {
  const [typed, setTyped] = useState("");
  if (!catalogue.value) return null;
  const items = foundItems(catalogue.value, undefined, typed);
  return (
    <Sheet open={open} title={t("items.choose")} onClose={onClose}>
      <TextInput
        label={t("items.search")}
        placeholder={t("items.search")}
        type="search"
        value={typed}
        onInput={setTyped}
      />
      <ItemRows
        items={items}
        onPick={(item) => {
          onPick(item.code);
          onClose();
        }}
      />
    </Sheet>
  );
}
