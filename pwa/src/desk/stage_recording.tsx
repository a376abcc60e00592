import { useSignal } from "@preact/signals";
import { Play } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { t } from "../text/desk";
import { Button, ErrorBox } from "../ui";
import { photoUrl } from "./api";
import { wordsOf } from "./problem_words";
import { Thumb } from "./thumb";
import type { Photo, RecordDetail } from "./types";

/** The whole recording at once: one look is one request, and seeking asks for nothing more. */
async function fetched(record: string, sha256: string): Promise<{ url: string; isFilm: boolean }> {
  const answer = await fetch(photoUrl(record, sha256, "original"), { credentials: "same-origin" });
  if (!answer.ok) throw await answer.json().catch(() => new Error(String(answer.status)));
  const blob = await answer.blob();
  return { url: URL.createObjectURL(blob), isFilm: blob.type.startsWith("video/") };
}

/** A voice note or a film: its poster, and the recording itself once somebody asks for it. */
export function StageRecording({ record, photo }: { record: RecordDetail; photo: Photo }) {
  const playing = useSignal<Awaited<ReturnType<typeof fetched>> | null>(null);
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  useEffect(() => () => URL.revokeObjectURL(playing.value?.url ?? ""), []);
  const open = async () => {
    busy.value = true;
    error.value = null;
    try {
      playing.value = await fetched(record.id, photo.sha256);
    } catch (problem) {
      error.value = problem;
    }
    busy.value = false;
  };
  const on = playing.value;
  const player = { src: on?.url, controls: true, autoPlay: true, class: "stage-player" };
  if (on) {
    return (
      <div class="stage-note">
        {on.isFilm ? (
          <video {...player} aria-label={t("stage.recording")} playsInline />
        ) : (
          <audio {...player} aria-label={t("stage.recording")} />
        )}
      </div>
    );
  }
  return (
    <>
      <div class="stage-thumb">
        <Thumb record={record.id} sha256={photo.sha256} />
      </div>
      <div class="stage-note stack">
        {error.value !== null && (
          <ErrorBox what={wordsOf(error.value).what} then={wordsOf(error.value).hint || undefined} />
        )}
        <Button
          kind="primary"
          icon={Play}
          busy={busy.value && t("app.loading")}
          disabled={!photo.stored}
          onClick={open}
        >
          {t(photo.stored ? "stage.play" : "stage.not_here")}
        </Button>
      </div>
    </>
  );
}
