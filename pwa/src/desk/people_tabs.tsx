import { t } from "../text/desk";
import { count } from "./format";
import { people, peoplePhase } from "./people_store";
import { phones, phonesPhase } from "./phones_store";
import { hrefOf, replaceRoute, route } from "./route";

/** Which of the two lists the address asks for. */
export const showsPhones = (): boolean => route.value.query["show"] === "phones";

function show(name: "people" | "phones"): void {
  replaceRoute(hrefOf("people", route.value.id, name === "phones" ? { show: name } : {}));
}

/** Everybody, or the devices that hold something; the second with its number, so that it is seen without a step. */
export function PeopleTabs() {
  const holding = phones.value.filter(({ holds }) => holds).length;
  const tabs = [
    { name: "people", words: t("phones.people"), n: people.value.length, phase: peoplePhase.value },
    { name: "phones", words: t("phones.tab"), n: holding, phase: phonesPhase.value },
  ] as const;
  return (
    <div class="state-tabs" role="tablist" aria-label={t("phones.tabs")}>
      {tabs.map(({ name, words, n, phase }) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={(name === "phones") === showsPhones()}
          onClick={() => show(name)}
        >
          {words}
          <span class="num">{phase === "failed" || (phase === "loading" && n === 0) ? "–" : count(n)}</span>
        </button>
      ))}
    </div>
  );
}
