import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clusters, hit, type View, zoomAt } from "../core/map";
import { theme } from "../ui";
import { handle } from "./map_hands";
import { type Dot, paint, type Scene, type Tile } from "./map_paint";
import { fix } from "./where";

type MapProps = {
  label: string;
  dots: Signal<readonly Dot[]>;
  view: Signal<View>;
  chosen: Signal<Dot | null>;
  /** Pictures of the ground for a view, as far as they are at hand; it reads signals that tell of more. */
  tiles: (view: View, width: number, height: number) => readonly Tile[];
};

const REACH_PX = 28;
/** Sharp enough; three times the pixels cost a cheap phone its fluency. */
const SHARPEST = 2;

function inks(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? style.getPropertyValue(`--${name}`).trim();
    known.set(name, found);
    return found;
  };
}

/** The size of an element in CSS pixels, as it changes. */
function useSize(ref: { current: Element | null }): Signal<{ width: number; height: number }> {
  const size = useSignal({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const seen = new ResizeObserver(() => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  return size;
}

function draw(element: HTMLCanvasElement, scene: Scene): void {
  const pen = element.getContext("2d");
  const { width, height } = scene;
  if (!pen || width === 0) return;
  const sharp = Math.min(SHARPEST, devicePixelRatio);
  // Setting a size empties a canvas even where it is the same.
  if (element.width !== Math.round(width * sharp)) element.width = Math.round(width * sharp);
  if (element.height !== Math.round(height * sharp)) element.height = Math.round(height * sharp);
  pen.setTransform(sharp, 0, 0, sharp, (width / 2) * sharp, (height / 2) * sharp);
  paint(pen, inks(element), scene);
}

/** A map that needs no network: places in clusters, the officer, and the ground where there is any. */
export function MapCanvas({ label, dots, view, chosen, tiles }: MapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const level = useComputed(() => Math.floor(view.value.zoom));
  const gathered = useComputed(() => clusters(dots.value, level.value));
  const due = useRef(0);
  const tap = (at: [number, number]) => {
    const found = hit(view.value, gathered.value, at, REACH_PX);
    const [only] = found?.members ?? [];
    if (found && found.members.length > 1) view.value = { ...zoomAt(view.value, 2), x: found.x, y: found.y };
    chosen.value = found?.members.length === 1 ? (only ?? null) : null;
  };
  useEffect(() => {
    if (canvas.current)
      handle(canvas.current, {
        look: () => view.value,
        move: (next) => {
          view.value = next;
        },
        tap,
      });
    return () => cancelAnimationFrame(due.current);
  }, []);
  useSignalEffect(() => {
    const { width, height } = size.value;
    void theme.value;
    const scene = {
      ...{ view: view.value, width, height, clusters: gathered.value, fix: fix.value },
      ...{ chosen: chosen.value?.place.id ?? null, tiles: tiles(view.value, width, height) },
    };
    cancelAnimationFrame(due.current);
    due.current = requestAnimationFrame(() => canvas.current && draw(canvas.current, scene));
  });
  // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes the arrow keys, as an application does
  return <canvas ref={canvas} class="mapcanvas" role="application" aria-label={label} tabIndex={0} />;
}
