import { patrol, setPatrol } from "../device/session_settings";
import { type CommonKey, t, tc } from "../text/field";
import { Button, Choice, Field, Sheet } from "../ui";

const CHOICES = {
  level: ["daily", "self", "mutual", "spot", "supervise", "third"],
  mode: ["open", "covert"],
  nature: ["observation", "self_check", "administrative_inspection"],
  source: ["patrol", "assigned", "hotline", "public", "media", "third"],
} as const;

const NAMES = ["level", "mode", "nature", "source"] as const;

/** What holds for the whole patrol: asked here once, never per record. */
export function SessionSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} title={t("session.title")} onClose={onClose}>
      <p class="quiet small">{t("session.why")}</p>
      {NAMES.map((name) => (
        <Field key={name} label={t(`session.${name}`)}>
          <Choice
            label={t(`session.${name}`)}
            options={CHOICES[name].map((value) => ({ value, label: tc(`${name}.${value}` as CommonKey) }))}
            value={[patrol.value[name]]}
            onChange={([value]) => {
              if (value) void setPatrol({ ...patrol.value, [name]: value }).catch(() => undefined);
            }}
          />
        </Field>
      ))}
      <Button kind="primary" block onClick={onClose}>
        {t("session.done")}
      </Button>
    </Sheet>
  );
}
