import { useEffect, useState } from "preact/hooks";
import { pictureUrl } from "../device/records";

/** An address for a picture kept in the vault; null until it is decrypted, or when the bytes are gone. */
export function usePicture(sha256: string | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    setUrl(null);
    if (!sha256) return;
    pictureUrl(sha256).then(
      (found) => {
        made = found;
        if (gone) URL.revokeObjectURL(found);
        else setUrl(found);
      },
      () => setUrl(null),
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256]);
  return url;
}
