/** What makes a day easier and the first screen can do without: links, the icon's number, the note after an update. */
import { effect, signal } from "@preact/signals";
import { startBadge } from "../device/badge";
import { catalogue, loadReference, places } from "../device/reference";
import { lookForShared, sharedPictures } from "../device/shared_pictures";
import { listVaults, vault } from "../device/vault";
import { NEWEST } from "../text/news";
import { beforehand, begin } from "./beforehand";
import { replace } from "./router";

const SEEN = "xunzheng.news";

/** True after an update, until its note was read or the app was closed. */
export const hasNews = signal(false);
/** What a link promised and this phone does not have. */
export const lost = signal<"place" | "photos" | null>(null);

/** The note of a version comes once; a new phone has nothing to compare with. */
async function lookForNews(): Promise<void> {
  let seen: string | null;
  try {
    seen = localStorage.getItem(SEEN);
    localStorage.setItem(SEEN, NEWEST);
  } catch {
    return;
  }
  hasNews.value = seen !== NEWEST && (await listVaults()).length > 0;
}

let wanted = "";

/** The places may still be on their way, from the store or from the city: found late is found, while home says so. */
function findPlace(): void {
  const place = lost.value === "place" ? places.value.find(({ id }) => id === wanted) : null;
  if (!place) return;
  lost.value = null;
  beforehand.value = { place: place.id, name: place.name, address: "" };
}

async function goTo(id: string): Promise<void> {
  await loadReference().catch(() => undefined);
  wanted = id;
  lost.value = "place";
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Finds what waits from another app; the address says that something was to come. */
async function goToShared(): Promise<void> {
  await lookForShared(Date.now()).catch(() => undefined);
  lost.value = sharedPictures.value.length > 0 ? null : "photos";
}

/** Links that are actions lead home first, so that the way back does not repeat them. */
function follow(): void {
  const link = /^#\/(?:(new|shared)|place\/([^/?]+))$/.exec(location.hash);
  if (!link || !vault.peek() || !catalogue.peek()) return;
  replace({ name: "home" });
  if (link[1] === "new") void begin(null);
  else if (link[1]) void goToShared();
  else void goTo(decoded(link[2] ?? ""));
}

/** Starts all of it; what a link asks for waits until the vault is open. */
export function startComfort(): void {
  startBadge();
  addEventListener("hashchange", follow);
  effect(findPlace);
  effect(() => {
    if (!vault.value || !catalogue.value) return;
    follow();
    lookForShared(Date.now()).catch(() => undefined);
  });
  lookForNews().catch(() => undefined);
}
