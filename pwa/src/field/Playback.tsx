import { useEffect, useState } from "preact/hooks";
import { mediumOf } from "../core/media";
import { pictureBytes } from "../device/records";
import type { Shot } from "../device/types";
import { vault } from "../device/vault";
import { tk } from "../text/field_capture";

async function addressOf({ sha256, mime }: Shot): Promise<string> {
  if (!vault.value) return "";
  const bytes = await pictureBytes(vault.value, sha256).catch(() => null);
  return bytes ? URL.createObjectURL(new Blob([bytes], { type: mime })) : "";
}

/** An address for what was recorded; null while it is being decrypted, "" where it is gone. */
function useRecording(shot: Shot): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const opening = addressOf(shot);
    let gone = false;
    void opening.then((found) => gone || setUrl(found));
    return () => {
      gone = true;
      void opening.then(URL.revokeObjectURL);
    };
  }, [shot.sha256]);
  return url;
}

/** A voice note or a film, with the browser's own controls. */
export function Playback({ shot }: { shot: Shot }) {
  const url = useRecording(shot);
  const [failed, setFailed] = useState(false);
  if (url === "" || failed) return <p class="need">{tk("rec.gone")}</p>;
  const props = { src: url ?? undefined, controls: true, onError: () => setFailed(true), class: "playback" };
  const label = tk(mediumOf(shot) === "audio" ? "rec.audio" : "rec.video");
  return mediumOf(shot) === "audio" ? (
    <audio {...props} aria-label={label} />
  ) : (
    <video {...props} aria-label={label} playsInline />
  );
}
