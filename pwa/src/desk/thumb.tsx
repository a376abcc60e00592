import { useSignal } from "@preact/signals";
import { ImageOff } from "lucide-preact";
import { Icon } from "../ui";
import { photoUrl } from "./api";

interface ThumbProps {
  record: string;
  sha256: string | null;
  lazy?: boolean;
}

/** A photo's thumbnail, or the sign that nothing of it has arrived: never a broken picture. */
export function Thumb({ record, sha256, lazy = false }: ThumbProps) {
  const failed = useSignal(false);
  if (sha256 === null || failed.value) return <Icon of={ImageOff} />;
  return (
    <img
      src={photoUrl(record, sha256, "thumb")}
      alt=""
      loading={lazy ? "lazy" : "eager"}
      decoding="async"
      draggable={false}
      onError={() => {
        failed.value = true;
      }}
    />
  );
}
