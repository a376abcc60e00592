/** Where the officer stood when the app went away: the screen of a draft, and the question answered last. */
import { vault } from "../device/vault";

const KEY = "xunzheng.stand";

interface Stand {
  /** The address of the screen, and the id of the question's element. */
  at: string;
  field: string;
}

function kept(): Stand | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

function keep(stand: Stand | null): void {
  try {
    if (stand) localStorage.setItem(KEY, JSON.stringify(stand));
    else localStorage.removeItem(KEY);
  } catch {
    // Private modes refuse storage; the draft itself is kept all the same.
  }
}

/** On a start from the icon: back to the draft that was open when the app was killed. */
export function goBack(): void {
  const at = kept()?.at;
  if (at && /^(#\/?)?$/.test(location.hash)) location.hash = at;
}

export const forgetStand = (): void => keep(null);

/** The question that an element belongs to; questions carry ids that begin with f-. */
const questionOf = (target: EventTarget | null): string =>
  target instanceof Element ? (target.closest('[id^="f-"]')?.id ?? "") : "";

/** Shows the question that was answered last, and puts the keyboard there. */
function showQuestion(id: string): void {
  const found = id ? document.getElementById(id) : null;
  found?.scrollIntoView({ block: "center" });
  found?.querySelector<HTMLElement>("button, input, textarea, a")?.focus({ preventScroll: true });
}

/** Follows the officer on a draft's screen; the return value ends it. Leaving by hand forgets, a lock or a kill does not. */
export function standHere(): () => void {
  const at = location.hash;
  const before = kept();
  keep({ at, field: before?.at === at ? before.field : "" });
  if (before?.at === at) showQuestion(before.field);
  const follow = ({ target }: Event): void => {
    const field = questionOf(target);
    if (field) keep({ at, field });
  };
  addEventListener("focusin", follow);
  addEventListener("click", follow);
  return () => {
    removeEventListener("focusin", follow);
    removeEventListener("click", follow);
    if (vault.peek()) forgetStand();
  };
}
