import {
  ChevronLeft,
  ChevronRight,
  CloudUpload,
  Download,
  ImageIcon,
  MapIcon,
  Maximize,
  RotateCw,
  ScanSearch,
  ZoomIn,
  ZoomOut,
} from "lucide-preact";
import { t } from "../text/desk";
import { Icon, type IconNode } from "../ui";
import { photoUrl } from "./api";
import { slotWords } from "./catalogue_store";
import { bytes, dotted, fullTime } from "./format";
import { turned } from "./stage_model";
import {
  opened,
  photoAt,
  showPhoto,
  stageShows,
  toggleMap,
  toggleOriginal,
  view,
  wantsOriginal,
  zoom,
} from "./stage_store";
import { Thumb } from "./thumb";
import type { Photo, RecordDetail } from "./types";
import { UnsealDialog } from "./unseal_dialog";

interface Shown {
  record: RecordDetail;
  photo: Photo;
}

interface ToolProps {
  icon: IconNode;
  label: string;
  hint?: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ icon, label, hint, pressed, disabled, onClick }: ToolProps) {
  const words = hint ? `${label} (${hint})` : label;
  return (
    <button
      type="button"
      class="tool"
      title={words}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon of={icon} />
    </button>
  );
}

/** Below the picture: which one, how large, which rendition. */
export function StageTools({ record, photo }: Shown) {
  const openable = photo.stored && photo.examined?.readable !== false;
  return (
    <div class="stage-tools">
      <Pager record={record} />
      <Caption record={record} photo={photo} />
      <span class="grow" />
      <ZoomTools />
      <Tool
        icon={ScanSearch}
        label={t(wantsOriginal.value ? "stage.view" : "stage.original")}
        hint="O"
        pressed={wantsOriginal.value}
        disabled={!openable}
        onClick={toggleOriginal}
      />
      <DownloadLink record={record} photo={photo} openable={openable} />
      {photo.derived?.sealed && (
        <UnsealDialog record={record} photo={photo} open={wantsOriginal.value && opened.value === null} />
      )}
    </div>
  );
}

function Pager({ record }: { record: RecordDetail }) {
  const many = record.photos.length;
  return (
    <>
      <Tool
        icon={ChevronLeft}
        label={t("stage.prev")}
        hint="←"
        disabled={many < 2}
        onClick={() => step(record, -1)}
      />
      <span class="num">{`${Math.min(photoAt.value, many - 1) + 1} / ${many}`}</span>
      <Tool
        icon={ChevronRight}
        label={t("stage.next")}
        hint="→"
        disabled={many < 2}
        onClick={() => step(record, 1)}
      />
    </>
  );
}

function Caption({ record, photo }: Shown) {
  return (
    <span class="caption num">
      {dotted(
        slotWords(photo.slot, record.item),
        photo.wall_at && fullTime(photo.wall_at, record.time.offset),
        photo.width && photo.height && `${photo.width} × ${photo.height}`,
        photo.bytes !== null && bytes(photo.bytes),
        photo.source === "camera" && t("stage.camera"),
      )}
    </span>
  );
}

function ZoomTools() {
  return (
    <>
      <Tool icon={ZoomOut} label={t("stage.zoom_out")} hint="−" onClick={() => zoom(-1)} />
      <span class="num scale">{`${Math.round(view.value.scale * 100)}%`}</span>
      <Tool icon={ZoomIn} label={t("stage.zoom_in")} hint="+" onClick={() => zoom(1)} />
      <Tool icon={Maximize} label={t("stage.fit")} hint="0" onClick={() => zoom(0)} />
      <Tool
        icon={RotateCw}
        label={t("stage.rotate")}
        hint="E"
        onClick={() => (view.value = turned(view.value))}
      />
    </>
  );
}

function DownloadLink({ record, photo, openable }: Shown & { openable: boolean }) {
  if (!openable) return null;
  const name = `${record.item}-${photo.sha256.slice(0, 12)}.jpg`;
  return (
    <a
      class="tool"
      href={photoUrl(record.id, photo.sha256, "watermarked")}
      download={name}
      title={t("stage.download")}
      aria-label={t("stage.download")}
    >
      <Icon of={Download} />
    </a>
  );
}

function step(record: RecordDetail, by: 1 | -1): void {
  showPhoto(photoAt.value + by, record.photos.length);
}

/** All photos of the record side by side, and the way to the map. */
export function PhotoStrip({ record }: { record: RecordDetail }) {
  const map = stageShows.value === "map";
  return (
    <div class="photo-strip">
      <ul aria-label={t("stage.photos")}>
        {record.photos.map((photo, index) => (
          <li key={photo.sha256}>
            <button
              type="button"
              aria-label={t("stage.photo", { n: index + 1, of: record.photos.length })}
              aria-current={!map && index === photoAt.value}
              onClick={() => showPhoto(index, record.photos.length)}
            >
              <Thumb record={record.id} sha256={photo.sha256} />
              {!photo.stored && (
                <span class="late-mark" title={t("stage.preview_only")}>
                  <Icon of={CloudUpload} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="btn"
        aria-pressed={map}
        onClick={toggleMap}
        title={`${t("stage.map")} (G)`}
      >
        <Icon of={map ? ImageIcon : MapIcon} />
        {t(map ? "stage.photos" : "stage.map")}
      </button>
    </div>
  );
}
