/** The device layer as one script, built from this tree by its own tools and kept by the hash of its sources. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import type { Plugin } from "vite";
import { type Patch, PLANTS } from "./plants.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const ENTRY = join(ROOT, "tools/phones/surface.ts");
const CACHE = join(tmpdir(), `xunzheng-phones-${process.getuid?.() ?? 0}`);

export type Surface = typeof import("./surface.ts");

/** What a tab gives the script in place of the browser's globals, in this order. */
export const GLOBALS = [
  ...["indexedDB", "IDBKeyRange", "IDBDatabase", "IDBIndex", "IDBObjectStore", "IDBCursor", "IDBTransaction"],
  ...["IDBRequest", "fetch", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "Math"],
  ...[
    "performance",
    "navigator",
    "BroadcastChannel",
    "localStorage",
    "document",
    "location",
    "globalThis",
    "crypto",
  ],
  ...["addEventListener", "removeEventListener", "__BUILD_ID__"],
] as const;
export type Globals = { [name in (typeof GLOBALS)[number]]: unknown };

/** Unlock codes with little memory: a laboratory makes many vaults and guesses none. */
const CHEAP_PINS: Patch = { file: "src/device/crypto.ts", find: "N: 2 ** 15", replace: "N: 2 ** 4" };

export class BadPatch extends Error {
  override name = "BadPatch";
}

function patched(code: string, { file, find, replace }: Patch): string {
  const parts = code.split(find);
  if (parts.length !== 2)
    throw new BadPatch(`${file}: ${parts.length - 1} places read ${JSON.stringify(find)}`);
  return parts.join(replace);
}

function patching(patches: readonly Patch[]): Plugin {
  const left = new Set(patches);
  return {
    name: "patches",
    enforce: "pre",
    transform(code, id) {
      const mine = patches.filter(({ file }) => id === join(ROOT, file));
      for (const patch of mine) left.delete(patch);
      return mine.length > 0 ? { code: mine.reduce(patched, code), map: null } : null;
    },
    buildEnd(error) {
      if (!error && left.size > 0) throw new BadPatch([...left].map(({ file }) => file).join(", "));
    },
  };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|(^|\/)testing\//.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function nameOf(patches: readonly Patch[]): string {
  const hash = createHash("sha256").update(JSON.stringify(patches));
  const files = [...sources(join(ROOT, "src/core")), ...sources(join(ROOT, "src/device"))];
  for (const file of [...files, ENTRY, fileURLToPath(import.meta.url), join(ROOT, "package-lock.json")]) {
    hash.update(`${file}\0`).update(readFileSync(file));
  }
  return join(CACHE, `${hash.digest("hex").slice(0, 24)}.js`);
}

async function built(patches: readonly Patch[]): Promise<string> {
  const { build } = await import("vite");
  const found = await build({
    root: ROOT,
    configFile: false,
    logLevel: "silent",
    plugins: [patching(patches)],
    build: {
      write: false,
      minify: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: ENTRY,
        preserveEntrySignatures: "strict",
        output: { format: "iife", name: "surface", codeSplitting: false },
      },
    },
  });
  const [first] = [found].flat();
  const chunk = first && "output" in first ? first.output[0] : null;
  if (!chunk) throw new Error("nothing was built");
  return chunk.code;
}

async function script(patches: readonly Patch[]): Promise<{ code: string; path: string }> {
  const path = nameOf(patches);
  try {
    return { code: readFileSync(path, "utf-8"), path };
  } catch {
    const code = await built(patches);
    mkdirSync(CACHE, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
    return { code, path };
  }
}

export interface Bundle {
  build: string;
  evaluate(globals: Globals): Surface;
}

async function compiled(patches: readonly Patch[], build: string): Promise<Bundle> {
  const { code, path } = await script(patches);
  const start = compileFunction(`${code}\nreturn surface;`, [...GLOBALS], { filename: path });
  const evaluate = (globals: Globals): Surface => start(...GLOBALS.map((name) => globals[name])) as Surface;
  return { build, evaluate };
}

const bundles = new Map<string, Promise<Bundle>>();

/** The bundle of one planted bug (null: of the product as it is) and build, compiled once. Throws BadPatch. */
export function bundleOf(plant: string | null, build: "this" | "next"): Promise<Bundle> {
  const key = `${plant ?? ""}/${build}`;
  const found = bundles.get(key);
  if (found) return found;
  const patches = plant === null ? [] : PLANTS[plant];
  if (!patches) throw new RangeError(`no plant ${plant}`);
  const id = build === "next" ? "000000000002" : "000000000001";
  const made = compiled([CHEAP_PINS, ...patches, ...(build === "next" ? NEXT : [])], id);
  bundles.set(key, made);
  made.catch(() => bundles.delete(key));
  return made;
}

/** What a later version might differ in and still read the same store: it asks for the feed more often. */
const NEXT: readonly Patch[] = [
  {
    file: "src/device/sync.ts",
    find: "const FEED_EVERY_MS = 60_000",
    replace: "const FEED_EVERY_MS = 45_000",
  },
];
