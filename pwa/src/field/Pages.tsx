import { useEffect, useState } from "preact/hooks";
import { daysKept } from "../device/pruning";
import { cityFacts, cityName } from "../device/reference";
import { buildId } from "../device/update";
import { vault } from "../device/vault";
import { words } from "../text/field";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { TopBar } from "../ui";
import { Install } from "./Install";
import { later } from "./Later";
import { Pin } from "./Pin";
import { Problem } from "./Problem";
import { Reading } from "./Reading";
import { href } from "./router";
import { Storage } from "./Storage";

const TOPICS = ["record", "offline", "sent", "returned", "pin", "phone"] as const;
const MORE = ["withdraw", "storage", "export"] as const;

function Topic({ what, then }: { what: string; then: string }) {
  return (
    <section class="card stack tight">
      <h2>{what}</h2>
      <p class="pre">{then}</p>
    </section>
  );
}

/** Short answers to what officers ask; all of it is on the phone. */
export function Help() {
  return (
    <main class="screen">
      <TopBar title={tm("help.title")} back={href({ name: "me" })} />
      <Reading label={tm("help.title")}>
        {TOPICS.map((topic) => (
          <Topic key={topic} what={tm(`help.${topic}`)} then={tm(`help.${topic}_then`)} />
        ))}
        {MORE.map((topic) => (
          <Topic key={topic} what={tk(`help.${topic}`)} then={tk(`help.${topic}_then`)} />
        ))}
      </Reading>
    </main>
  );
}

function useDays(): number {
  const [days, setDays] = useState(30);
  const kid = vault.value?.kid;
  useEffect(() => {
    if (kid) daysKept(kid).then(setDays, () => undefined);
  }, [kid]);
  return days;
}

/** Who runs this installation, where to complain, what is kept, and which build it is. */
export function About() {
  const bound = vault.value;
  const { organiser, filing_no, complaint } = cityFacts.value;
  const days = useDays();
  const rows = [
    [tm("about.organiser"), organiser || (cityName.value ? words(cityName.value) : "–")],
    [tk("about.filing"), filing_no],
    [tk("about.complaint"), complaint],
    [tm("about.ledger"), bound?.origin],
    [tm("about.device"), bound?.kid.slice(0, 12)],
    [tm("about.build"), buildId],
  ];
  return (
    <main class="screen">
      <TopBar title={tm("about.title")} back={href({ name: "me" })} />
      <Reading label={tm("about.title")}>
        <section class="card stack">
          <p>{tm("about.what")}</p>
          <dl class="facts">
            {rows
              .filter(([, said]) => said)
              .map(([name, said]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd class="num">{said}</dd>
                </div>
              ))}
          </dl>
        </section>
        <Topic
          what={tk("about.keeps")}
          then={`${tk("about.keeps_then", { days })}\n${tm("about.privacy")}`}
        />
      </Reading>
    </main>
  );
}

/** Needed only after a disaster. */
const EnrolAgain = later(async () => (await import("./EnrolAgain")).EnrolAgain);

const PAGES = {
  install: Install,
  help: Help,
  about: About,
  storage: Storage,
  pin: Pin,
  again: EnrolAgain,
  problem: Problem,
} as const;

export type PageName = keyof typeof PAGES;

/** The pages behind 我的: one piece of code, since each is small. */
export function Page({ name }: { name: PageName }) {
  const Shown = PAGES[name];
  return <Shown />;
}
