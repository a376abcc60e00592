import { type Signal, useSignal } from "@preact/signals";
import { Mic, Square, Video } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { LONGEST_S, type Recording, recordFilm, recordVoice, typeOf } from "../device/recorder";
import { tk } from "../text/field_capture";
import { Button } from "../ui";
import { keepShot } from "./draft";
import type { Finder } from "./viewfinder";

const BUSY_MS = 5000;

/** One recording at a time; it is kept when it ends, however it ends. */
export function useRecorder(finder: Finder, trouble: Signal<unknown>) {
  const running = useSignal<Recording | null>(null);
  useEffect(() => {
    // Whoever leaves the page or takes a call ends the recording; what was said until then is kept.
    const leave = () => document.hidden && running.value?.stop();
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      running.value?.stop();
    };
  }, []);
  const begin = async (start: () => Promise<Recording>) => {
    // Who speaks or films touches nothing: to the lock it is a touch all the same.
    const busy = setInterval(() => dispatchEvent(new Event("scroll")), BUSY_MS);
    try {
      const recorded = start().then((recording) => {
        running.value = recording;
        return recording.done;
      });
      await keepShot(recorded, "camera");
      trouble.value = null;
    } catch (error) {
      trouble.value = error;
    }
    clearInterval(busy);
    running.value = null;
  };
  const film = () => {
    const [video, camera] = [finder.video.current, finder.camera.current];
    if (video && camera) void begin(() => recordFilm(video, camera.stream));
  };
  return { running, voice: () => void begin(recordVoice), film };
}

type Recorder = ReturnType<typeof useRecorder>;

/** Voice and film, where this browser can record them. */
export function RecordButtons({ recorder, ready }: { recorder: Recorder; ready: boolean }) {
  return (
    <>
      {typeOf("audio") && <Button icon={Mic} label={tk("voice.take")} onClick={recorder.voice} />}
      {typeOf("video") && (
        <Button icon={Video} label={tk("film.take")} disabled={!ready} onClick={recorder.film} />
      )}
    </>
  );
}

/** While it records: for how long, and the way to end it. */
export function Running({ recording }: { recording: Recording }) {
  const { medium, seconds, stop } = recording;
  return (
    <div class="running">
      <p class="num strong" role="timer">
        {`${tk(`rec.${medium}`)} ${tk("rec.left", { n: seconds.value, of: LONGEST_S[medium] })}`}
      </p>
      <Button kind="danger" icon={Square} block onClick={stop}>
        {tk("rec.stop")}
      </Button>
    </div>
  );
}
