import type { Plugin } from "vite";

/** Nothing is painted before the script that puts on the theme has run: no white flash at night. */
export function holdPaint(): Plugin {
  return {
    name: "xunzheng-hold-paint",
    transformIndexHtml: {
      order: "post",
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}
