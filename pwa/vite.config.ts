import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { holdPaint } from "./build/hold_paint.ts";
import { buildId, precache } from "./build/precache.ts";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
const id = buildId(root);

export default defineConfig({
  root,
  define: { __BUILD_ID__: JSON.stringify(id) },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [holdPaint(), precache(root, id)],
  build: {
    target: ["chrome99", "safari15.4"],
    outDir: "dist",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { field: `${root}/index.html`, desk: `${root}/desk.html`, sw: `${root}/src/sw.ts` },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  test: {
    environment: "node",
    setupFiles: ["src/device/testing/cheap_pins.ts"],
    // With a running server named, only the tests that need one run.
    include: process.env["XUNZHENG_PHONE"]
      ? ["src/**/*.live.ts"]
      : ["src/**/*.test.ts", "src/**/*.test.tsx", "tools/**/*.test.ts"],
    sequence: { shuffle: true },
  },
});
