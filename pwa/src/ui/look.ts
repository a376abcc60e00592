import { effect, signal } from "@preact/signals";

export type Theme = "auto" | "light" | "dark" | "outdoor" | "night";
export type TextSize = "normal" | "large" | "larger" | "largest";

function stored<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  try {
    const value = localStorage.getItem(key) as T | null;
    return value && allowed.includes(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private modes refuse storage; the choice then lasts for this page only.
  }
}

export const THEMES = ["auto", "light", "dark", "outdoor", "night"] as const;
export const SIZES = ["normal", "large", "larger", "largest"] as const;
export const theme = signal<Theme>(stored("xunzheng.theme", THEMES, "auto"));
export const textSize = signal<TextSize>(stored("xunzheng.size", SIZES, "normal"));

/** Puts theme and text size on the root element and follows the system while the theme is auto. */
export function startLook(app: "field" | "desk"): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const systemDark = signal(dark.matches);
  dark.addEventListener("change", () => {
    systemDark.value = dark.matches;
  });
  const root = document.documentElement;
  root.setAttribute("data-app", app);
  effect(() => {
    keep("xunzheng.theme", theme.value);
    const system = systemDark.value ? "dark" : "light";
    root.setAttribute("data-theme", theme.value === "auto" ? system : theme.value);
  });
  effect(() => {
    keep("xunzheng.size", textSize.value);
    root.setAttribute("data-size", textSize.value);
  });
}
