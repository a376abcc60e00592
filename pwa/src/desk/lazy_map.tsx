import { useSignal } from "@preact/signals";
import { MapPinOff, Maximize, Maximize2, Minimize2 } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, Icon } from "../ui";
import { radiusOf } from "./catalogue_store";
import type { DrawnMap } from "./leaflet_map";
import { isEmptyScene, type Scene, sceneOf } from "./map_model";
import { installMapPolicy } from "./map_policy";
import { toggleMap } from "./stage_store";
import type { RecordDetail } from "./types";

type Phase = "loading" | "shown" | "failed";

async function drawInto(element: HTMLElement, scene: Scene): Promise<DrawnMap> {
  installMapPolicy();
  const { drawMap } = await import("./leaflet_map");
  return drawMap(element, scene, { record: t("map.record"), nudged: t("map.nudged"), gate: t("map.gate") });
}

/** Draws `scene` into the element when it is on the page, and again after each new attempt. */
function useDrawn(scene: Scene) {
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnMap | null>(null);
  const phase = useSignal<Phase>("loading");
  const attempt = useSignal(0);
  useEffect(() => {
    const box = element.current;
    if (!box) return;
    let gone = false;
    phase.value = "loading";
    drawInto(box, scene).then(
      (map) => {
        if (gone) return map.remove();
        drawn.current = map;
        phase.value = "shown";
      },
      () => {
        phase.value = "failed";
      },
    );
    return () => {
      gone = true;
      drawn.current?.remove();
      drawn.current = null;
    };
  }, [scene, attempt.value]);
  const again = (): void => {
    attempt.value += 1;
  };
  return { element, drawn, phase: phase.value, again };
}

export function SceneMap({ scene, children }: { scene: Scene; children?: preact.ComponentChildren }) {
  const { element, drawn, phase, again } = useDrawn(scene);
  return (
    <div class="map-frame">
      <div ref={element} class="map" role="img" aria-label={t("map.label")} />
      {phase === "loading" && <p class="map-note">{t("map.loading")}</p>}
      {phase === "failed" && (
        <div class="map-note">
          <p>{t("map.failed")}</p>
          <Button onClick={again}>{tc("retry")}</Button>
        </div>
      )}
      <div class="map-tools">
        {children}
        <button
          type="button"
          class="tool"
          title={t("map.fit")}
          aria-label={t("map.fit")}
          onClick={() => drawn.current?.fit()}
        >
          <Icon of={Maximize} />
        </button>
      </div>
    </div>
  );
}

/** The record's map: small among the facts, large on the stage. */
export function LazyMap({ record, large = false }: { record: RecordDetail; large?: boolean }) {
  const scene = useScene(record);
  if (isEmptyScene(scene)) {
    return (
      <p class="map-none">
        <Icon of={MapPinOff} />
        {t("map.none")}
      </p>
    );
  }
  const words = t(large ? "map.smaller" : "map.bigger");
  return (
    <div class={large ? "map-large" : "map-small"}>
      <SceneMap scene={scene}>
        <button type="button" class="tool" title={`${words} (G)`} aria-label={words} onClick={toggleMap}>
          <Icon of={large ? Minimize2 : Maximize2} />
        </button>
      </SceneMap>
    </div>
  );
}

/** The same scene object while nothing in it changed, so that the map is not drawn again. */
function useScene(record: RecordDetail): Scene {
  const radius_m = radiusOf(
    record.geo,
    record.near_places.find(({ id }) => id === record.geo?.place),
  );
  const kept = useRef<{ scene: Scene; text: string } | null>(null);
  const scene = sceneOf(record, radius_m);
  const text = JSON.stringify(scene);
  if (kept.current?.text !== text) kept.current = { scene, text };
  return kept.current?.scene ?? scene;
}
