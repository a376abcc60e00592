// Mouse wheel, drag, pinch and double click on the stage, turned into view values.

import { useMemo } from "preact/hooks";
import { FIT, held, panned, type Size, type View, wheelScale, zoomAt } from "./stage_model";
import { view } from "./stage_store";

interface Spot {
  x: number;
  y: number;
}

const CLOSE_LOOK = 2.5;
const SWIPE_PX = 70;

/** Sizes the pointer has to know, read when it moves. */
export interface Frame {
  picture: () => Size;
  stage: () => Size;
  swipe: (by: 1 | -1) => void;
}

function spotIn(event: MouseEvent): Spot {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}

function middle(spots: readonly Spot[]): Spot {
  const sum = spots.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / spots.length, y: sum.y / spots.length };
}

function spread(spots: readonly Spot[]): number {
  const [a, b] = spots;
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}

class Pointers {
  private readonly spots = new Map<number, Spot>();
  private start: Spot | null = null;
  private readonly frame: () => Frame;

  constructor(frame: () => Frame) {
    this.frame = frame;
  }

  private put(next: View): void {
    const { picture, stage } = this.frame();
    view.value = held(next, picture(), stage());
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.put(zoomAt(view.value, wheelScale(view.value, event.deltaY), spotIn(event)));
  };

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.spots.set(event.pointerId, spotIn(event));
    this.start = this.spots.size === 1 ? spotIn(event) : null;
  };

  readonly move = (event: PointerEvent): void => {
    if (!this.spots.has(event.pointerId)) return;
    const before = [...this.spots.values()];
    this.spots.set(event.pointerId, spotIn(event));
    const after = [...this.spots.values()];
    const [from, to] = [middle(before), middle(after)];
    const k = before.length > 1 ? spread(after) / Math.max(spread(before), 1) : 1;
    this.put(panned(zoomAt(view.value, view.value.scale * k, to), to.x - from.x, to.y - from.y));
  };

  readonly up = (event: PointerEvent): void => {
    const { start } = this;
    this.spots.delete(event.pointerId);
    this.start = null;
    if (!start || view.value.scale > 1 || event.pointerType === "mouse") return;
    const dx = spotIn(event).x - start.x;
    if (Math.abs(dx) > SWIPE_PX) this.frame().swipe(dx < 0 ? 1 : -1);
  };

  readonly double = (event: MouseEvent): void => {
    const closer = zoomAt(view.value, CLOSE_LOOK, spotIn(event));
    this.put(view.value.scale > 1 ? { ...FIT, turn: view.value.turn } : closer);
  };
}

/** Handlers for the stage element; the frame is read afresh at every event. */
export function usePointers(frame: () => Frame): Pointers {
  const latest = useMemo(() => ({ frame }), []);
  latest.frame = frame;
  return useMemo(() => new Pointers(() => latest.frame()), [latest]);
}
