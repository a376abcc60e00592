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

type Played = Awaited<ReturnType<typeof fetched>>;

/** Fetches on demand; what was fetched goes with the screen. */
function useFetched(record: string, sha256: string) {
  const played = useSignal<Played | null>(null);
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  useEffect(() => () => URL.revokeObjectURL(played.value?.url ?? ""), []);
  const open = async () => {
    busy.value = true;
    error.value = null;
    try {
      played.value = await fetched(record, sha256);
    } catch (problem) {
      error.value = problem;
    }
    busy.value = false;
  };
  return { played, busy, error, open };
}

function Player({ url, isFilm }: Played) {
  const props = { src: url, controls: true, autoPlay: true, class: "stage-player" };
  const label = t("stage.recording");
  return (
    <div class="stage-note">
      {isFilm ? <video {...props} aria-label={label} playsInline /> : <audio {...props} aria-label={label} />}
    </div>
  );
}

/** A voice note or a film: its poster, and the recording itself once somebody asks for it. */
export function StageRecording({ record, photo }: { record: RecordDetail; photo: Photo }) {
  const { played, busy, error, open } = useFetched(record.id, photo.sha256);
  if (played.value) return <Player {...played.value} />;
  const said = error.value === null ? null : wordsOf(error.value);
  return (
    <>
      <div class="stage-thumb">
        <Thumb record={record.id} sha256={photo.sha256} />
      </div>
      <div class="stage-note stack">
        {said && <ErrorBox what={said.what} then={said.hint || undefined} />}
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
