import { useSignal } from "@preact/signals";
import { CloudUpload, FileWarning, ImageUp } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, Icon } from "../ui";
import { photoUrl, type Rendition } from "./api";
import { fitted, type Size, type View } from "./stage_model";
import { usePointers } from "./stage_pointer";
import { photoAt, showPhoto, view, wantsOriginal } from "./stage_store";
import type { Photo, RecordDetail } from "./types";

interface Shown {
  record: RecordDetail;
  photo: Photo;
}

/** Bytes that are no picture are never asked for: the phone's own preview stands in. */
export function renditionOf(photo: Photo, original: boolean): Rendition {
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

function Layers({ record, photo, style, measured }: LayersProps) {
  const failed = useSignal(0);
  const come = useSignal(false);
  const rendition = renditionOf(photo, wantsOriginal.value);
  const words = t("stage.photo", { n: photoAt.value + 1, of: record.photos.length });
  const source = photoUrl(record.id, photo.sha256, rendition);
  return (
    <>
      {!come.value && (
        <img
          class="layer"
          style={style}
          src={photoUrl(record.id, photo.sha256, "thumb")}
          alt=""
          draggable={false}
        />
      )}
      <img
        key={`${rendition}${failed.value}`}
        class="layer"
        style={style}
        src={failed.value > 1 ? `${source}?again=${failed.value}` : source}
        alt={words}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          failed.value = 0;
          come.value = true;
          measured({ width: naturalWidth, height: naturalHeight });
        }}
        onError={() => (failed.value += 1)}
      />
      {failed.value % 2 === 1 && (
        <div class="stage-fail">
          <p>{t("stage.failed")}</p>
          <p>{t("stage.failed_do")}</p>
          <Button onClick={() => (failed.value += 1)}>{tc("retry")}</Button>
        </div>
      )}
    </>
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
      {photo.examined?.readable === false && (
        <span class="stage-chip bad">
          <Icon of={FileWarning} />
          {t("stage.unreadable")}
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
