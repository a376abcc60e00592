// Zoom, pan and turn of one picture, as arithmetic on a view value; the stage only paints it.

export interface View {
  /** 1 = the whole picture fits the stage. */
  scale: number;
  /** Offset of the picture's centre from the stage's centre, CSS px. */
  x: number;
  y: number;
  turn: 0 | 90 | 180 | 270;
}

const RECORDINGS = ["mp4", "webm", "ogg"];

/** A voice note or a film: by its bytes where they were looked at, else by what the phone said. */
export function isRecording(photo: {
  mime: string | null;
  examined: { format: string | null } | null;
}): boolean {
  if (photo.examined) return RECORDINGS.includes(photo.examined.format ?? "");
  return /^(audio|video)\//.test(photo.mime ?? "");
}

export interface Size {
  width: number;
  height: number;
}

export const FIT: View = { scale: 1, x: 0, y: 0, turn: 0 };
export const MAX_SCALE = 8;
const STEP = 1.4;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Size of the picture on the stage at scale 1, with its turn applied. */
export function fitted(picture: Size, stage: Size, turn: View["turn"]): Size {
  const lying = turn === 90 || turn === 270;
  const width = lying ? picture.height : picture.width;
  const height = lying ? picture.width : picture.height;
  if (width <= 0 || height <= 0) return { width: 0, height: 0 };
  const k = Math.min(stage.width / width, stage.height / height);
  return { width: width * k, height: height * k };
}

/** Keeps the picture's edge from leaving the stage's middle. */
export function held(view: View, picture: Size, stage: Size): View {
  const size = fitted(picture, stage, view.turn);
  const room_x = Math.max((size.width * view.scale - stage.width) / 2, 0);
  const room_y = Math.max((size.height * view.scale - stage.height) / 2, 0);
  return { ...view, x: clamp(view.x, -room_x, room_x), y: clamp(view.y, -room_y, room_y) };
}

/** Zooms to `scale` so that the point (px, py from the stage's centre) stays under the finger. */
export function zoomAt(view: View, scale: number, at: { x: number; y: number }): View {
  const next = clamp(scale, 1, MAX_SCALE);
  const k = next / view.scale;
  return { ...view, scale: next, x: at.x - (at.x - view.x) * k, y: at.y - (at.y - view.y) * k };
}

export function zoomStep(view: View, by: 1 | -1 | 0): View {
  if (by === 0) return { ...FIT, turn: view.turn };
  return zoomAt(view, by > 0 ? view.scale * STEP : view.scale / STEP, { x: 0, y: 0 });
}

export function wheelScale(view: View, delta_y: number): number {
  return view.scale * Math.exp(-clamp(delta_y, -240, 240) / 300);
}

export function turned(view: View): View {
  return { ...FIT, turn: ((view.turn + 90) % 360) as View["turn"] };
}

export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}
