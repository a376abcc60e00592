import { ArrowUpRight, Circle, Plus, Square, Undo2, X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Mark,
  markAt,
  markBetween,
  mayStandIn,
  moved,
  regionOf,
  resized,
  type Tool,
} from "../core/redaction";
import type { Shot } from "../device/types";
import { tc } from "../text/field";
import { tw } from "../text/field_team";
import { Button, Choice, Message } from "../ui";
import { Opening } from "./Later";
import { keepMarked, openPicture } from "./marking";
import { drawMarked } from "./markup_draw";
import { Trouble } from "./Trouble";
import "./markup.css";

const TOOLS = { hide: Square, arrow: ArrowUpRight, circle: Circle } as const;
const NAMES = ["hide", "arrow", "circle"] as const;
const NUDGE = 0.02;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
  ArrowUp: [0, -NUDGE],
  ArrowDown: [0, NUDGE],
};

type Marks = readonly Mark[];
type PaperProps = { picture: ImageBitmap; tool: Tool; marks: Marks; onChange: (marks: Marks) => void };

const changedAt = (marks: Marks, at: number, mark: Mark | null): Marks =>
  marks.flatMap((one, i) => (i === at ? (mark ?? []) : one));

function keyed(marks: Marks, at: number, { key, shiftKey }: KeyboardEvent): Marks | null {
  const mark = marks[at];
  if (!mark) return null;
  if (key === "Delete" || key === "Backspace") return changedAt(marks, at, null);
  const step = ARROWS[key];
  return step ? changedAt(marks, at, shiftKey ? resized(mark, ...step) : moved(mark, ...step)) : null;
}

/** Each mark is a button to the keyboard and to a screen reader; the finger draws through it. */
function Handle({ marks, at, onChange }: { marks: Marks; at: number; onChange: (marks: Marks) => void }) {
  const mark = marks[at] as Mark;
  const { x, y, width, height } = regionOf(mark, { width: 1000, height: 1000 });
  const pressed = (event: KeyboardEvent) => {
    const next = keyed(marks, at, event);
    if (!next) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <button
      type="button"
      aria-label={tw("mark.one", { tool: tw(`mark.${mark.tool}`), n: at + 1 })}
      style={{ left: `${x / 10}%`, top: `${y / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` }}
      onKeyDown={pressed}
    />
  );
}

type Point = readonly [number, number];

/** Where on the element the pointer is, as fractions of its sides. */
function pointAt(event: PointerEvent, element: Element): Point {
  const box = element.getBoundingClientRect();
  const part = (value: number, length: number) => Math.min(1, Math.max(0, value / length));
  return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
}

/** A finger draws one mark: it is seen while it grows, and kept when the finger lifts. */
function useDrawing(tool: Tool, done: (mark: Mark) => void) {
  const from = useRef<Point | null>(null);
  const [drawn, setDrawn] = useState<Mark | null>(null);
  const to = (event: PointerEvent): Mark | null =>
    from.current && markBetween(tool, from.current, pointAt(event, event.currentTarget as Element));
  const onPointerDown = (event: PointerEvent) => {
    const paper = event.currentTarget as Element;
    paper.setPointerCapture(event.pointerId);
    from.current = pointAt(event, paper);
  };
  const onPointerMove = (event: PointerEvent) => setDrawn(to(event));
  const onPointerUp = (event: PointerEvent) => {
    const mark = to(event);
    from.current = null;
    setDrawn(null);
    if (mark) done(mark);
  };
  return { drawn, pointer: { onPointerDown, onPointerMove, onPointerUp } };
}

function Paper({ picture, tool, marks, onChange }: PaperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { drawn, pointer } = useDrawing(tool, (mark) => onChange([...marks, mark]));
  useEffect(() => {
    if (canvas.current) drawMarked(canvas.current, picture, drawn ? [...marks, drawn] : marks);
  }, [marks, drawn]);
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  return (
    <div class="paper" {...pointer}>
      <canvas
        ref={canvas}
        width={Math.round(picture.width * scale)}
        height={Math.round(picture.height * scale)}
      />
      {marks.map((mark, i) => (
        <Handle key={`${i}${mark.tool}`} marks={marks} at={i} onChange={onChange} />
      ))}
    </div>
  );
}

function useOriginal(shot: Shot): [ImageBitmap | null, boolean] {
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let made: ImageBitmap | null = null;
    openPicture(shot.sha256).then(
      (found) => {
        made = found;
        setPicture(found);
      },
      () => setLost(true),
    );
    return () => made?.close();
  }, [shot.sha256]);
  return [picture, lost];
}

type ToolsProps = {
  tool: Tool;
  onTool: (tool: Tool) => void;
  marks: Marks;
  onChange: (marks: Marks) => void;
};

function Tools({ tool, onTool, marks, onChange }: ToolsProps) {
  return (
    <>
      <Choice
        label={tw("mark.tool")}
        options={NAMES.map((name) => ({ value: name, label: tw(`mark.${name}`), icon: TOOLS[name] }))}
        value={[tool]}
        onChange={([next]) => next && onTool(next)}
      />
      <div class="row">
        <Button icon={Plus} onClick={() => onChange([...marks, markAt(tool, 0.5, 0.5)])}>
          {tw("mark.add")}
        </Button>
        <Button icon={Undo2} disabled={marks.length === 0} onClick={() => onChange(marks.slice(0, -1))}>
          {tw("mark.undo")}
        </Button>
      </div>
    </>
  );
}

/** `id`: the draft or record of the shot. */
type MarkupProps = { id: string; shot: Shot; onClose: () => void };
type SaveProps = MarkupProps & { picture: ImageBitmap | null; marks: Marks };

/** Makes the marked picture, and closes once it is kept. */
function SaveButton({ id, shot, onClose, picture, marks }: SaveProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    if (!picture) return;
    setBusy(true);
    await keepMarked(id, shot, picture, marks).then(onClose, setError);
    setBusy(false);
  };
  return (
    <>
      <Trouble error={error} />
      <Button
        kind="primary"
        block
        disabled={!picture || !mayStandIn(marks, shot.derived?.how)}
        busy={busy && tw("mark.saving")}
        onClick={() => void save()}
      >
        {tw("mark.save")}
      </Button>
    </>
  );
}

function Then({ marks, before }: { marks: Marks; before: string | undefined }) {
  if (before && !mayStandIn(marks, before)) return <p class="small strong">{tw("mark.stays")}</p>;
  return <p class="small quiet">{tw(marks.length > 0 ? "mark.then" : "mark.keys")}</p>;
}

/** Hides and marks parts of a photo on a picture made from it; the photo itself stays as it was taken. */
export function Markup(props: MarkupProps) {
  const { shot, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [picture, lost] = useOriginal(shot);
  const [marks, setMarks] = useState<Marks>(shot.derived?.marks ?? []);
  const [tool, setTool] = useState<Tool>("hide");
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="markup" aria-label={tw("mark.title")} onClose={onClose}>
      <header class="topbar">
        <h1>{tw("mark.title")}</h1>
        <Button kind="quiet" icon={X} label={tc("close")} onClick={onClose} />
      </header>
      <div class="finder">
        {picture && <Paper picture={picture} tool={tool} marks={marks} onChange={setMarks} />}
        {!picture && !lost && <Opening />}
        {lost && <Message tone="warn" what={tw("mark.lost")} then="" />}
      </div>
      <div class="foot column">
        <p class="small">{tw("mark.how")}</p>
        <Tools tool={tool} onTool={setTool} marks={marks} onChange={setMarks} />
        <Then marks={marks} before={shot.derived?.how} />
        <SaveButton {...props} picture={picture} marks={marks} />
      </div>
    </dialog>
  );
}
