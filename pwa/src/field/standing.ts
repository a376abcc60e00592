/** Where the officer stood when the app went away: the screen of a draft, and the question answered last. */
import { getPlain, putPlain, SHARED } from "../device/db";
import { vault } from "../device/vault";

// In the store, not in localStorage: what that is told shortly before a kill is lost.
const NAME = "stand";

interface Stand {
  /** The address of the screen, and the place of the question on it, -1 for none. */
  at: string;
  question: number;
}

const kept = (): Promise<Stand | null> => getPlain<Stand>(SHARED, NAME).catch(() => null);

// The draft itself is kept all the same.
const keep = (stand: Stand | null): void => void putPlain(SHARED, NAME, stand).catch(() => undefined);

/** On a start from the icon: back to the draft that was open when the app was killed. */
export async function goBack(): Promise<void> {
  const at = (await kept())?.at;
  if (at && /^(#\/?)?$/.test(location.hash)) location.hash = at;
}

export const forgetStand = (): void => keep(null);

const questions = (): Element[] => [...document.querySelectorAll(".form fieldset")];

/** The place of the question that an element belongs to, -1 for none. */
const questionOf = (target: EventTarget | null): number =>
  questions().findIndex((one) => target instanceof Node && one.contains(target));

/** Shows the question that was answered last, and puts the keyboard there. */
function showQuestion(at: number): void {
  const found = questions()[at];
  found?.scrollIntoView({ block: "center" });
  found?.querySelector<HTMLElement>("button, input, textarea, a")?.focus({ preventScroll: true });
}

/** Follows the officer on a draft's screen; the return value ends it. Leaving by hand forgets, a lock or a kill does not. */
export function standHere(): () => void {
  const at = location.hash;
  let isLeft = false;
  void kept().then((before) => {
    if (isLeft) return;
    const isSame = before?.at === at;
    keep({ at, question: isSame ? before.question : -1 });
    if (isSame) showQuestion(before.question);
  });
  const follow = ({ target }: Event): void => {
    const question = questionOf(target);
    if (question >= 0) keep({ at, question });
  };
  addEventListener("focusin", follow);
  addEventListener("click", follow);
  return () => {
    isLeft = true;
    removeEventListener("focusin", follow);
    removeEventListener("click", follow);
    if (vault.peek()) forgetStand();
  };
}
