import { ArrowUpRight, Circle, Plus, Square, Undo2, X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  howOf,
  type Mark,
  markAt,
  markBetween,
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

function Paper({ picture, tool, marks, onChange }: PaperProps) {
  const paper = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = useRef<readonly [number, number] | null>(null);
  const [drawn, setDrawn] = useState<Mark | null>(null);
  useEffect(() => {
    if (canvas.current) drawMarked(canvas.current, picture, drawn ? [...marks, drawn] : marks);
  }, [marks, drawn]);
  const at = (event: PointerEvent): readonly [number, number] => {
    const box = (paper.current as HTMLDivElement).getBoundingClientRect();
    const part = (value: number, length: number) => Math.min(1, Math.max(0, value / length));
    return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
  };
  const down = (event: PointerEvent) => {
    paper.current?.setPointerCapture(event.pointerId);
    from.current = at(event);
    setDrawn(null);
  };
  const move = (event: PointerEvent) => {
    if (from.current) setDrawn(markBetween(tool, from.current, at(event)));
  };
  const up = (event: PointerEvent) => {
    if (!from.current) return;
    onChange([...marks, markBetween(tool, from.current, at(event))]);
    from.current = null;
    setDrawn(null);
  };
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  return (
    <div ref={paper} class="paper" onPointerDown={down} onPointerMove={move} onPointerUp={up}>
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

/** Hides and marks parts of a photo on a picture made from it; the photo itself stays as it was taken. */
export function Markup({ id, shot, onClose }: MarkupProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [picture, lost] = useOriginal(shot);
  const [marks, setMarks] = useState<Marks>(shot.derived?.marks ?? []);
  const [tool, setTool] = useState<Tool>("hide");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const save = async () => {
    if (!picture) return;
    setBusy(true);
    try {
      await keepMarked(id, shot, picture, marks);
      onClose();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
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
        <Trouble error={error} />
        <p class="small">{tw("mark.how")}</p>
        <Tools tool={tool} onTool={setTool} marks={marks} onChange={setMarks} />
        <p class="small quiet">{tw(marks.length > 0 ? "mark.then" : "mark.keys")}</p>
        <Button
          kind="primary"
          block
          disabled={!picture || howOf(marks) === null}
          busy={busy && tw("mark.saving")}
          onClick={() => void save()}
        >
          {tw("mark.save")}
        </Button>
      </div>
    </dialog>
  );
}
