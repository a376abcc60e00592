import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const THEMES = { light: 4.5, dark: 4.5, outdoor: 7, night: 4.5 } as const;
const ON: [text: string, ground: string][] = [
  ["text", "bg"],
  ["text", "surface"],
  ["text", "surface-2"],
  ["text-2", "bg"],
  ["text-2", "surface"],
  ["text-2", "surface-2"],
  ["accent", "surface"],
  ["accent", "bg"],
  ["on-accent", "accent"],
  ["on-accent-soft", "accent-soft"],
  ["bad", "surface"],
  ["bad", "bg"],
  ...["ok", "warn", "bad", "info"].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ...["ok", "warn", "bad", "info"].map((tone): [string, string] => ["text", `${tone}-soft`]),
];

function coloursOf(theme: string): Map<string, string> {
  const block = CSS.split(`[data-theme="${theme}"] {`)[1]?.split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe("colours", () => {
  for (const [theme, least] of Object.entries(THEMES)) {
    it(`of ${theme} can be read: at least ${least}:1`, () => {
      const colours = coloursOf(theme);
      for (const [text, ground] of ON) {
        const ratio = contrast(colours.get(text) ?? "", colours.get(ground) ?? "");
        expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
      }
    });
  }
});
