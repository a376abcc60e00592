/** What kind of evidence a shot is, by the type it was announced with. */
export type Medium = "image" | "audio" | "video";

export function mediumOf({ mime }: { mime: string }): Medium {
  if (mime.startsWith("audio/")) return "audio";
  return mime.startsWith("video/") ? "video" : "image";
}

/** Only pictures fill the places that an item asks photos for. */
export const isPicture = (shot: { mime: string }): boolean => mediumOf(shot) === "image";
