import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-preact";
import { useEffect } from "preact/hooks";
import type { Item } from "../core/catalogue";
import type { RecordPosition } from "../core/entries";
import { ruleRadius, type SchoolVerdict, type Verdict } from "../core/geo";
import { whatSettles } from "../core/geo_certain";
import { places } from "../device/reference";
import type { Draft } from "../device/types";
import { codeWords } from "../text/field";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { type IconNode, StatusPill, type Tone } from "../ui";
import { change } from "./draft";
import type { World } from "./form_model";
import { methodWords } from "./method_words";
import { metres } from "./moments";
import { ruleVerdict } from "./rule_verdict";
import { sketchOf } from "./sketch";

const LOOK: Record<Verdict, { tone: Tone; icon: IconNode }> = {
  inside: { tone: "bad", icon: TriangleAlert },
  uncertain: { tone: "warn", icon: CircleHelp },
  outside: { tone: "ok", icon: CircleCheck },
};

type CardProps = { now: Draft; around: World; item: Item };

/** What follows from the verdict; where it is uncertain, what would make it certain. */
function thenWords({ now, around, item }: CardProps, found: SchoolVerdict, radius: number): string {
  const at = now.position;
  if (found.verdict !== "uncertain") return tr(`verdict.${found.verdict}_then`, { radius });
  const said =
    at && item.geo_rule && whatSettles(around.catalogue, item.geo_rule, found, { ...at, ...at.nudged });
  if (!said) return "";
  return tk(`sure.${said.by}`, said.by === "accuracy" ? { acc: metres(said.acc_m) } : {});
}

/** The way on foot, where it is known and another yardstick counts: whoever is reported will name it. */
function Aside({ found, at }: { found: SchoolVerdict; at: RecordPosition }) {
  const walked = found.network ? null : found.place.walks?.walk(at, at.acc_m);
  if (!walked) return null;
  const numbers = { distance: walked.distance_m, error: at.acc_m + walked.spread_m };
  return <p class="small quiet">{tk("how.aside", numbers)}</p>;
}

/** Brings the streets around the position; what follows from them is worked out anew and stored. */
function useStreets(at: RecordPosition | null): void {
  const known = places.value;
  useEffect(() => {
    if (!at || known.length === 0) return;
    const bring = async () => {
      const { bringStreets } = await import("../device/streets");
      if (await bringStreets(at.nudged ?? at)) await change({});
    };
    // Without the streets the straight line counts, as it did until now.
    bring().catch(() => undefined);
  }, [at, known]);
}

/** The distance rule on the spot: the school, the distance with its error, and what follows. */
export function VerdictCard({ now, around, item }: CardProps) {
  useStreets(now.position);
  const found = ruleVerdict(item, now.position, around);
  if (!found || !now.position || !item.geo_rule) {
    return <p class="card quiet">{tr(now.position ? "verdict.no_school" : "verdict.no_position")}</p>;
  }
  const radius = ruleRadius(around.catalogue, item.geo_rule, found.place.category);
  const { tone, icon } = LOOK[found.verdict];
  return (
    <section class="card verdict" aria-label={tr("verdict.label")}>
      <Sketch found={found} at={{ ...now.position, ...now.position.nudged }} radius={radius} />
      <div class="stack tight grow">
        <p class="small">{tr("verdict.from", { school: found.place.name })}</p>
        <p class="figure num">
          {found.distance_m} m <span class="small">± {found.error_m} m</span>
        </p>
        <p class="small quiet">{methodWords(found.method)}</p>
        <div>
          <StatusPill tone={tone} icon={icon}>
            {tr("verdict.said", { radius, verdict: codeWords("verdict", found.verdict) })}
          </StatusPill>
        </div>
        <p class="small quiet">{thenWords({ now, around, item }, found, radius)}</p>
        <Aside found={found} at={{ ...now.position, ...now.position.nudged }} />
      </div>
    </section>
  );
}

type SketchProps = { found: SchoolVerdict; at: { lat: number; lon: number; acc_m: number }; radius: number };

/** Not a map: only the boundary, the radius around the officer and the accuracy, to scale. */
function Sketch({ found, at, radius }: SketchProps) {
  const route = found.network ? found.place.walks?.route(at) : [];
  const drawing = sketchOf(found.place, at, radius, route);
  return (
    <svg class="sketch" viewBox="-50 -50 100 100" role="img" aria-label={tr("verdict.sketch")}>
      <circle class="radius" r={drawing.radius} />
      {drawing.rings.map((points) => (
        <polygon key={points} class="school" points={points} />
      ))}
      {drawing.rings.length === 0 && (
        <rect class="school" x={drawing.point[0] - 3} y={drawing.point[1] - 3} width={6} height={6} />
      )}
      {drawing.way ? (
        <polyline class="reach" points={drawing.way} />
      ) : (
        <line class="reach" x2={drawing.nearest[0]} y2={drawing.nearest[1]} />
      )}
      <circle class="accuracy" r={drawing.accuracy} />
      <circle class="me" r={2.5} />
    </svg>
  );
}
