import { useSignal } from "@preact/signals";
import { CloudUpload, EyeOff, FileWarning, ImageOff, ImageUp, PenLine } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, Icon } from "../ui";
import { photoUrl, type Rendition } from "./api";
import { fitted, isRecording, type Size, type View } from "./stage_model";
import { usePointers } from "./stage_pointer";
import { opened, photoAt, showPhoto, view, wantsOriginal } from "./stage_store";
import { Thumb } from "./thumb";
import type { Photo, RecordDetail } from "./types";

interface Shown {
  record: RecordDetail;
  photo: Photo;
}

/** Bytes that are no picture are never asked for: the phone's own preview stands in. */
export function renditionOf(photo: Photo, original: boolean): Rendition {
  if (photo.derived && (photo.derived.sealed || !original)) return "view";
  if (!photo.stored || photo.examined?.readable === false) return "preview";
  return original ? "original" : "view";
}

function placed(size: Size, at: View): Record<string, string> {
  const lying = at.turn === 90 || at.turn === 270;
  const [width, height] = lying ? [size.height, size.width] : [size.width, size.height];
  return {
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px) rotate(${at.turn}deg) scale(${at.scale})`,
  };
}

function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => watch.disconnect();
  }, []);
  return { box, size };
}

/** One photo on the stage: its thumbnail at once, the real rendition over it when it has come. */
export function StagePhoto({ record, photo }: Shown) {
  const { box, size } = useSize();
  const picture = useSignal<Size>({ width: photo.width ?? 4, height: photo.height ?? 3 });
  const frame = () => ({
    picture: () => picture.value,
    stage: () => size.value,
    swipe: (by: 1 | -1) => showPhoto(photoAt.value + by, record.photos.length),
  });
  const pointers = usePointers(frame);
  const style = placed(fitted(picture.value, size.value, view.value.turn), view.value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: buttons and keys do the same as the pointer
    <div
      ref={box}
      class={`stage-box${view.value.scale > 1 ? " zoomed" : ""}`}
      onWheel={pointers.wheel}
      onPointerDown={pointers.down}
      onPointerMove={pointers.move}
      onPointerUp={pointers.up}
      onPointerCancel={pointers.up}
      onDblClick={pointers.double}
    >
      <Layers record={record} photo={photo} style={style} measured={(natural) => (picture.value = natural)} />
      <PhotoMarks photo={photo} />
    </div>
  );
}

interface LayersProps extends Shown {
  style: Record<string, string>;
  measured: (size: Size) => void;
}

type Coming = "coming" | "come" | "failed";

function Layers({ record, photo, style, measured }: LayersProps) {
  const state = useSignal<Coming>("coming");
  const attempt = useSignal(0);
  const rendition = renditionOf(photo, wantsOriginal.value);
  const sealed = opened.value?.sha256 === photo.sha256 ? opened.value.url : null;
  const source = sealed ?? photoUrl(record.id, photo.sha256, rendition);
  const again = (): void => {
    attempt.value += 1;
    state.value = "coming";
  };
  return (
    <>
      {state.value === "coming" && (
        <div class="layer" style={style}>
          <Thumb record={record.id} sha256={photo.sha256} />
        </div>
      )}
      {state.value !== "failed" && (
        <img
          key={`${sealed}${rendition}${attempt.value}`}
          class="layer"
          style={style}
          src={attempt.value > 0 && !sealed ? `${source}?again=${attempt.value}` : source}
          alt={t("stage.photo", { n: photoAt.value + 1, of: record.photos.length })}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            state.value = "come";
            measured({ width: naturalWidth, height: naturalHeight });
          }}
          onError={() => {
            state.value = "failed";
          }}
        />
      )}
      {state.value === "failed" && <NotHere stored={photo.derived?.stored ?? photo.stored} onRetry={again} />}
    </>
  );
}

function NotHere({ stored, onRetry }: { stored: boolean; onRetry: () => void }) {
  return (
    <div class="stage-note stack">
      <Icon of={ImageOff} />
      <p class="what">{t(stored ? "stage.failed" : "stage.not_here")}</p>
      <p>{t(stored ? "stage.failed_do" : "stage.not_here_do")}</p>
      <Button onClick={onRetry}>{tc("retry")}</Button>
    </div>
  );
}

function PhotoMarks({ photo }: { photo: Photo }) {
  return (
    <div class="stage-marks">
      {!photo.stored && (
        <span class="stage-chip warn">
          <Icon of={CloudUpload} />
          {t("stage.preview_only")}
        </span>
      )}
      {photo.examined?.readable === false && !isRecording(photo) && (
        <span class="stage-chip bad">
          <Icon of={FileWarning} />
          {t("stage.unreadable")}
        </span>
      )}
      {photo.derived && (
        <span class="stage-chip">
          <Icon of={photo.derived.sealed ? EyeOff : PenLine} />
          {t(opened.value ? "stage.opened" : photo.derived.sealed ? "stage.hidden" : "stage.marked")}
        </span>
      )}
      {photo.source === "import" && (
        <span class="stage-chip warn">
          <Icon of={ImageUp} />
          {t("stage.import")}
        </span>
      )}
    </div>
  );
}
