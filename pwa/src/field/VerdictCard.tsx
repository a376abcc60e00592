import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-preact";
import type { Item } from "../core/catalogue";
import { ruleRadius, type SchoolVerdict, type Verdict } from "../core/geo";
import { whatSettles } from "../core/geo_certain";
import type { Draft } from "../device/types";
import { codeWords } from "../text/field";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { type IconNode, StatusPill, type Tone } from "../ui";
import { ruleVerdict, type World } from "./form_model";
import { metres } from "./moments";
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
  const said = at && item.geo_rule && whatSettles(around.catalogue, item.geo_rule, found, at.nudged ?? at);
  if (!said) return "";
  return tk(`sure.${said.by}`, said.by === "accuracy" ? { acc: metres(said.acc_m) } : {});
}

/** The distance rule on the spot: the school, the distance with its error, and what follows. */
export function VerdictCard({ now, around, item }: CardProps) {
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
        <div>
          <StatusPill tone={tone} icon={icon}>
            {tr("verdict.said", { radius, verdict: codeWords("verdict", found.verdict) })}
          </StatusPill>
        </div>
        <p class="small quiet">{thenWords({ now, around, item }, found, radius)}</p>
      </div>
    </section>
  );
}

type SketchProps = { found: SchoolVerdict; at: { lat: number; lon: number; acc_m: number }; radius: number };

/** Not a map: only the boundary, the radius around the officer and the accuracy, to scale. */
function Sketch({ found, at, radius }: SketchProps) {
  const drawing = sketchOf(found.place, at, radius);
  return (
    <svg class="sketch" viewBox="-50 -50 100 100" role="img" aria-label={tr("verdict.sketch")}>
      <circle class="radius" r={drawing.radius} />
      {drawing.rings.map((points) => (
        <polygon key={points} class="school" points={points} />
      ))}
      {drawing.rings.length === 0 && (
        <rect class="school" x={drawing.point[0] - 3} y={drawing.point[1] - 3} width={6} height={6} />
      )}
      <line class="reach" x2={drawing.nearest[0]} y2={drawing.nearest[1]} />
      <circle class="accuracy" r={drawing.accuracy} />
      <circle class="me" r={2.5} />
    </svg>
  );
}
