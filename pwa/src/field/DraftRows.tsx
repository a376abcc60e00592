import { PencilLine } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Draft } from "../device/types";
import { tc } from "../text/field";
import { tk } from "../text/field_upkeep";
import { Icon, ListRow } from "../ui";
import { world } from "./draft";
import { bringEdition } from "./editions";
import { wanting } from "./form_model";
import { clock } from "./moments";
import { openDrafts } from "./open_drafts";
import { itemWords } from "./Records";
import { href } from "./router";

/** What a draft still needs before it can be saved, in words. */
export function missingWords(draft: Draft): string {
  if (!draft.item) return tk("rec.missing", { what: tk("rec.missing_item") });
  const around = world(draft.edition);
  if (!around) return "";
  const { photos, fields } = wanting(draft, around);
  const parts = [
    photos > 0 && tk("rec.missing_photos", { n: photos }),
    fields.length > 0 && tk("rec.missing_fields", { n: fields.length }),
  ].filter(Boolean);
  return parts.length > 0 ? tk("rec.missing", { what: parts.join(tc("list.and")) }) : tk("rec.ready");
}

/** The drafts on this phone, newest first, each with what it still needs. */
export function useDrafts(): Draft[] {
  const [drafts, setDrafts] = useState<Draft[]>([]);
  useEffect(() => {
    const look = async () => {
      const found = await openDrafts();
      for (const draft of found) await bringEdition(draft.edition);
      setDrafts(found);
    };
    look().catch(() => setDrafts([]));
  }, []);
  return drafts;
}

export function DraftRows() {
  const drafts = useDrafts();
  return (
    <>
      {drafts.map((draft) => (
        <li key={draft.id}>
          <ListRow
            lead={<Icon of={PencilLine} />}
            title={tk("keep.draft", { item: itemWords(draft.item ?? "") })}
            sub={
              <span class="num">
                {[draft.place_name, clock(draft.updated_at), missingWords(draft)].filter(Boolean).join(" · ")}
              </span>
            }
            href={href({ name: draft.step === "form" ? "form" : "capture", draft: draft.id })}
          />
        </li>
      ))}
    </>
  );
}
