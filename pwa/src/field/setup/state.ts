import { signal } from "@preact/signals";

export type Step = "welcome" | "signin" | "pin" | "enrol" | "camera" | "location" | "keep" | "done";

const ORDER: Step[] = ["welcome", "signin", "pin", "enrol", "camera", "location", "keep", "done"];

export const step = signal<Step>("welcome");
/** True while a vault is being made, and until its permission screens are through. */
export const settingUp = signal(false);
/** The enrolment code, from the link or from the demo account that was chosen. */
export const code = signal("");

export function after(now: Step): Step {
  return ORDER[ORDER.indexOf(now) + 1] ?? "done";
}

export function next(): void {
  step.value = after(step.value);
  if (step.value === "done") settingUp.value = false;
}

/** True when another officer joins a phone that already holds a vault: the way back is the lock. */
export const joining = signal(false);

export function beginSetup(from: Step = "welcome"): void {
  joining.value = from !== "welcome";
  step.value = from;
  settingUp.value = true;
}

/** Groups a code as it is printed, XXXX-XXXX, while it is typed. */
export function groupedCode(typed: string): string {
  const bare = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .slice(0, 8);
  return bare.length > 4 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare;
}
