import { ImageOff } from "lucide-preact";
import { t, tc } from "../text/desk";
import { Button, Empty, ErrorBox } from "../ui";
import { LazyMap } from "./lazy_map";
import { wordsOf } from "./problem_words";
import { selectedRow } from "./queue_store";
import { held, wantRecord } from "./record_store";
import { isRecording } from "./stage_model";
import { StagePhoto } from "./stage_photo";
import { StageRecording } from "./stage_recording";
import { photoAt, stageShows } from "./stage_store";
import { PhotoStrip, StageTools } from "./stage_tools";
import { Thumb } from "./thumb";
import type { RecordDetail } from "./types";

/** The pictures of the open record, as large as the room allows, or its map. */
export function Stage({ id }: { id: string }) {
  const entry = held.value[id];
  if (entry?.record) return <Filled record={entry.record} />;
  if (entry?.error) return <Failed id={id} error={entry.error} />;
  return <Waiting id={id} />;
}

function Filled({ record }: { record: RecordDetail }) {
  const photo = record.photos[photoAt.value] ?? record.photos[0];
  const map = stageShows.value === "map";
  return (
    <>
      <div class="stage-area">
        {map && <LazyMap record={record} large />}
        {!map && photo && !isRecording(photo) && (
          <StagePhoto key={photo.sha256} record={record} photo={photo} />
        )}
        {!map && photo && isRecording(photo) && (
          <StageRecording key={photo.sha256} record={record} photo={photo} />
        )}
        {!map && !photo && (
          <div class="stage-note">
            <Empty icon={ImageOff} what={t("stage.none")} then="" />
          </div>
        )}
      </div>
      {!map && photo && <StageTools record={record} photo={photo} />}
      <PhotoStrip record={record} />
    </>
  );
}

/** Painted at once from the list's thumbnail, before the record itself has come. */
function Waiting({ id }: { id: string }) {
  const row = selectedRow.value;
  const thumb = row?.id === id ? row.thumb : null;
  return (
    <div class="stage-area">
      <div class="stage-thumb">{thumb && <Thumb record={id} sha256={thumb} />}</div>
      <p class="stage-chip" role="status">
        {t("app.loading")}
      </p>
    </div>
  );
}

function Failed({ id, error }: { id: string; error: unknown }) {
  const { what, hint } = wordsOf(error);
  return (
    <div class="stage-area">
      <div class="stage-note stack">
        <ErrorBox what={what} then={hint || undefined} />
        <Button onClick={() => void wantRecord(id, true)}>{tc("retry")}</Button>
      </div>
    </div>
  );
}
