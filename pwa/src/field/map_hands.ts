import { pan, type View, zoomAt } from "../core/map";

export interface Hands {
  look: () => View;
  move: (next: View) => void;
  /** A tap at pixels from the middle. */
  tap: (at: [number, number]) => void;
}

/** Farther than this a finger drags and does not tap, in pixels. */
const SLOP_PX = 8;
const STEP_PX = 80;
/** A notch of a wheel is a third of a zoom. */
const NOTCH = 300;

type Finger = [number, number];

function middle(fingers: readonly Finger[]): Finger {
  const [x, y] = fingers.reduce(([ax, ay], [bx, by]) => [ax + bx, ay + by], [0, 0]);
  return [x / fingers.length, y / fingers.length];
}

const spread = ([a, b]: readonly Finger[]): number => (a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0);

/** One finger drags, two pinch, and a short touch is a tap. */
class Gesture {
  #hands: Hands;
  #fingers = new Map<number, Finger>();
  #travelled = 0;
  #most = 0;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  down(id: number, at: Finger): void {
    if (this.#fingers.size === 0) [this.#travelled, this.#most] = [0, 0];
    this.#fingers.set(id, at);
    this.#most = Math.max(this.#most, this.#fingers.size);
  }

  move(id: number, at: Finger): void {
    if (!this.#fingers.has(id)) return;
    const before = [...this.#fingers.values()];
    this.#fingers.set(id, at);
    const after = [...this.#fingers.values()];
    const [from, to] = [middle(before), middle(after)];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    this.#travelled += Math.hypot(dx, dy);
    if (this.#isTap()) return;
    const moved = pan(this.#hands.look(), dx, dy);
    const by = spread(before) > 0 ? Math.log2(spread(after) / spread(before)) : 0;
    this.#hands.move(zoomAt(moved, by, ...to));
  }

  up(id: number, at: Finger): void {
    if (this.#fingers.delete(id) && this.#isTap()) this.#hands.tap(at);
  }

  cancel(id: number): void {
    this.#fingers.delete(id);
  }

  #isTap(): boolean {
    return this.#most === 1 && this.#travelled < SLOP_PX;
  }
}

/** Fingers, a wheel and keys move the map; it ends when the element goes. */
export function handle(element: HTMLElement, hands: Hands): void {
  const gesture = new Gesture(hands);
  const fromMiddle = (at: { clientX: number; clientY: number }): Finger => {
    const box = element.getBoundingClientRect();
    return [at.clientX - box.left - box.width / 2, at.clientY - box.top - box.height / 2];
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    gesture.down(event.pointerId, fromMiddle(event));
  });
  element.addEventListener("pointermove", (event) => gesture.move(event.pointerId, fromMiddle(event)));
  element.addEventListener("pointerup", (event) => gesture.up(event.pointerId, fromMiddle(event)));
  element.addEventListener("pointercancel", (event) => gesture.cancel(event.pointerId));
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    hands.move(zoomAt(hands.look(), -event.deltaY / NOTCH, ...fromMiddle(event)));
  };
  element.addEventListener("wheel", wheel, { passive: false });
  element.addEventListener("keydown", (event) => {
    const next = byKey(event.key, hands.look());
    if (!next) return;
    event.preventDefault();
    hands.move(next);
  });
}

const WAYS: Record<string, Finger> = {
  ArrowLeft: [STEP_PX, 0],
  ArrowRight: [-STEP_PX, 0],
  ArrowUp: [0, STEP_PX],
  ArrowDown: [0, -STEP_PX],
};

function byKey(key: string, view: View): View | null {
  if (key === "+" || key === "=") return zoomAt(view, 1);
  if (key === "-") return zoomAt(view, -1);
  const way = WAYS[key];
  return way ? pan(view, ...way) : null;
}
