import { ChevronDown } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Patrol } from "../core/entries";
import { type CommonKey, codeWords, t, tc } from "../text/field";
import { Button, Choice, Field, Icon, Sheet } from "../ui";

const CHOICES = {
  level: ["daily", "self", "mutual", "spot", "supervise", "third"],
  mode: ["open", "covert"],
  nature: ["observation", "self_check", "administrative_inspection"],
  source: ["patrol", "assigned", "hotline", "public", "media", "third"],
} as const;

const NAMES = ["level", "mode", "nature", "source"] as const;

type PatrolProps = {
  value: Patrol;
  /** For what it holds, in words. */
  why: string;
  onChange: (next: Patrol) => unknown;
};

type SheetProps = { open: boolean; onClose: () => void };

function PatrolSheet({ value: patrol, why, onChange, open, onClose }: PatrolProps & SheetProps) {
  return (
    <Sheet open={open} title={t("session.title")} onClose={onClose}>
      <p class="quiet small">{why}</p>
      {NAMES.map((name) => (
        <Field key={name} label={t(`session.${name}`)}>
          <Choice
            label={t(`session.${name}`)}
            options={CHOICES[name].map((value) => ({ value, label: tc(`${name}.${value}` as CommonKey) }))}
            value={[patrol[name]]}
            onChange={([value]) => value && onChange({ ...patrol, [name]: value })}
          />
        </Field>
      ))}
      <Button kind="primary" block onClick={onClose}>
        {t("session.done")}
      </Button>
    </Sheet>
  );
}

function said({ level, mode, nature, source }: Patrol): string {
  const words = [codeWords("level", level), codeWords("mode", mode)];
  if (nature !== "observation") words.push(codeWords("nature", nature));
  if (source !== "patrol") words.push(codeWords("source", source));
  return words.join(" · ");
}

/** Level, mode, nature and source in a few words; a tap changes them. */
export function PatrolChip(props: PatrolProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="chip" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {said(props.value)}
        <Icon of={ChevronDown} />
      </button>
      <PatrolSheet {...props} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
