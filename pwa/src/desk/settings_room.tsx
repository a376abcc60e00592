import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CitySettings } from "../core/contract";
import { t } from "../text/desk";
import { tu } from "../text/desk_upkeep";
import { Button, ErrorBox, Field, TextInput } from "../ui";
import { call } from "./api";
import "./styles/settings.css";
import { ImportFile } from "./import_file";
import { lineOf } from "./problem_words";
import { watched } from "./session";

const TEXTS = ["organiser", "filing_no", "complaint"] as const;

type Form = { [Name in (typeof TEXTS)[number] | "keep_days"]: string };
const EMPTY: Form = { organiser: "", filing_no: "", complaint: "", keep_days: "30" };

const formOf = (said: CitySettings): Form => ({
  organiser: said.organiser ?? "",
  filing_no: said.filing_no ?? "",
  complaint: said.complaint ?? "",
  keep_days: String(said.keep_days ?? 30),
});

function useCity() {
  const form = useSignal<Form>(EMPTY);
  const failure = useSignal<string | null>(null);
  const saved = useSignal(false);
  const take = async (said: Promise<CitySettings>, isSaving: boolean): Promise<void> => {
    failure.value = null;
    try {
      form.value = formOf(await watched(said));
      saved.value = isSaving;
    } catch (error) {
      failure.value = lineOf(error);
    }
  };
  useEffect(() => void take(call<CitySettings>("GET", "/settings"), false), []);
  const set = (part: Partial<Form>): void => {
    saved.value = false;
    form.value = { ...form.value, ...part };
  };
  const save = (): void => {
    const { keep_days, ...texts } = form.value;
    void take(call<CitySettings>("PUT", "/settings", { ...texts, keep_days: Number(keep_days) }), true);
  };
  return { form: form.value, failure: failure.value, saved: saved.value, set, save };
}

function City() {
  const { form, failure, saved, set, save } = useCity();
  const days = Number(form.keep_days);
  return (
    <section class="block stack">
      <h2>{tu("city.title")}</h2>
      <p class="quiet">{tu("city.note")}</p>
      {TEXTS.map((name) => (
        <Field key={name} label={tu(`city.${name}`)}>
          <TextInput
            label={tu(`city.${name}`)}
            value={form[name]}
            maxLength={name === "complaint" ? 200 : 60}
            onInput={(value) => set({ [name]: value })}
          />
        </Field>
      ))}
      <Field label={tu("city.keep_days")}>
        <TextInput
          label={tu("city.keep_days")}
          type="tel"
          value={form.keep_days}
          maxLength={3}
          onInput={(keep_days) => set({ keep_days })}
        />
      </Field>
      {failure && <ErrorBox what={failure} />}
      <div class="row">
        <Button kind="primary" disabled={!(days >= 14 && days <= 365)} onClick={save}>
          {tu("city.save")}
        </Button>
        {saved && <span role="status">{tu("city.saved")}</span>}
      </div>
    </section>
  );
}

/** What the city says of itself, and the way in for what phones exported. */
export function SettingsRoom() {
  return (
    <main class="one-pane">
      <div class="detail settings">
        <header class="detail-head">
          <h1>{t("room.settings")}</h1>
        </header>
        <ImportFile />
        <City />
      </div>
    </main>
  );
}
