import { cityName } from "../device/reference";
import { buildId } from "../device/update";
import { vault } from "../device/vault";
import { words } from "../text/field";
import { tm } from "../text/field_more";
import { TopBar } from "../ui";
import { href } from "./router";

const TOPICS = ["record", "offline", "sent", "returned", "pin", "phone"] as const;

/** Short answers to what officers ask. */
export function Help() {
  return (
    <main class="screen">
      <TopBar title={tm("help.title")} back={href({ name: "me" })} />
      <div class="scroll stack">
        {TOPICS.map((topic) => (
          <section key={topic} class="card stack tight">
            <h2>{tm(`help.${topic}`)}</h2>
            <p class="pre">{tm(`help.${topic}_then`)}</p>
          </section>
        ))}
      </div>
    </main>
  );
}

/** Who runs this installation, which ledger the phone is bound to, and which build it is. */
export function About() {
  const bound = vault.value;
  return (
    <main class="screen">
      <TopBar title={tm("about.title")} back={href({ name: "me" })} />
      <div class="scroll stack">
        <section class="card stack">
          <p>{tm("about.what")}</p>
          <dl class="facts">
            <div>
              <dt>{tm("about.organiser")}</dt>
              <dd>{cityName.value ? words(cityName.value) : "–"}</dd>
            </div>
            <div>
              <dt>{tm("about.ledger")}</dt>
              <dd>{bound?.origin}</dd>
            </div>
            <div>
              <dt>{tm("about.device")}</dt>
              <dd class="num">{bound?.kid.slice(0, 12)}</dd>
            </div>
            <div>
              <dt>{tm("about.build")}</dt>
              <dd class="num">{buildId}</dd>
            </div>
          </dl>
          <p class="small quiet">{tm("about.privacy")}</p>
        </section>
      </div>
    </main>
  );
}
