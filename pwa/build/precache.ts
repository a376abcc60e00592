import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

/** Names of the sources that decide what the app does; their hash is the build id that entries carry. */
const SOURCES = ["src", "public", "index.html", "desk.html", "package-lock.json", "vite.config.ts"];

function filesBelow(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  const found = entries.flatMap((entry) => {
    const child = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(child) : [child];
  });
  return found.filter((name) => !/\.test\.tsx?$|\/testing\//.test(name)).sort();
}

/** Twelve hex digits over all source files below `root`: the same sources give the same id on every machine. */
export function buildId(root: string): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    const path = join(root, source);
    const names = source.includes(".") ? [path] : filesBelow(path);
    for (const name of names) {
      hash.update(`${name.slice(root.length)}\0`).update(readFileSync(name));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

type Follows = (name: string) => boolean;

const NEVER: Follows = () => false;
const ALWAYS: Follows = () => true;

/** What `name` loads, and what it asks for later where `follows` says so. */
function reach(bundle: Bundle, name: string, follows: Follows, seen: Set<string>): Set<string> {
  const chunk = bundle[name];
  if (seen.has(name) || chunk?.type !== "chunk") return seen;
  seen.add(name);
  for (const css of (chunk.viteMetadata as { importedCss?: Set<string> } | undefined)?.importedCss ?? [])
    seen.add(css);
  for (const imported of [...chunk.imports, ...chunk.dynamicImports.filter(follows)])
    reach(bundle, imported, follows, seen);
  return seen;
}

function entryOf(bundle: Bundle, html: string): string {
  const entry = Object.values(bundle).find(
    (item): item is Chunk => item.type === "chunk" && item.facadeModuleId?.endsWith(`/${html}`) === true,
  );
  if (!entry) throw new Error(`no entry chunk for ${html}`);
  return entry.fileName;
}

const contentOf = (item: Rolldown.OutputAsset | Chunk): string | Uint8Array =>
  item.type === "chunk" ? item.code : item.source;

function gzSize(bundle: Bundle, names: Iterable<string>, ending: string): number {
  let total = 0;
  for (const name of names) {
    const item = bundle[name];
    if (item && name.endsWith(ending)) total += gzipSync(contentOf(item)).length;
  }
  return total;
}

/** Bytes the route `html` needs before its first screen, and after it, in gzip. */
function sizesOf(bundle: Bundle, html: string): string {
  const first = reach(bundle, entryOf(bundle, html), NEVER, new Set());
  const all = reach(bundle, entryOf(bundle, html), ALWAYS, new Set());
  const kb = (bytes: number) => (bytes / 1000).toFixed(1);
  const [js, css, later] = [
    gzSize(bundle, first, ".js"),
    gzSize(bundle, first, ".css"),
    gzSize(bundle, all, ".js"),
  ];
  return `${html}: initial JS ${kb(js)} kB gz, CSS ${kb(css)} kB gz, lazy JS ${kb(later - js)} kB gz`;
}

const addressOf = (name: string): string => (name === "index.html" ? "/" : `/${name}`);

const hashOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("base64");

/** A file of the build as it will be served: built, or as it lies in `public`. */
function bytesOf(root: string, bundle: Bundle, name: string): string | Uint8Array {
  const item = bundle[name];
  return item ? contentOf(item) : readFileSync(join(root, "public", name));
}

/** Puts a value where its mark stands, whichever quotes the minifier chose. */
function filled(code: string, mark: string, value: string): string {
  const quoted = new RegExp(`(["'\`])${mark}\\1`);
  if (!quoted.test(code)) throw new Error(`${mark} is missing from sw.js`);
  return code.replace(quoted, () => JSON.stringify(value));
}

/**
 * What a day can begin without, with all that only it needs: the second language, rooms that need the network anyhow,
 * and those off the way of a record. The phone fetches them right behind the rest.
 */
const AFTERWARDS =
  /\/([^/]+\.en|MapScreen|Search|Setup|Handover|Share|Markup|Countersign|countersign|AskPartner|Export|export|ForgottenPin|field_upkeep|field_rescue|SyncCard|about|Notes|Install|Pages|Me|RecordDetail)-|\/icons\//;
const isFirst: Follows = (name) => !AFTERWARDS.test(`/${name}`);

function addressesOf(root: string, bundle: Bundle, names: string[]): string {
  const urls = names.sort().map((name) => [addressOf(name), hashOf(bytesOf(root, bundle, name))]);
  return JSON.stringify(Object.fromEntries(urls));
}

const weightOf = (root: string, bundle: Bundle, names: string[]): string =>
  (names.reduce((sum, name) => sum + gzipSync(bytesOf(root, bundle, name)).length, 0) / 1000).toFixed(1);

/** Writes the precache list and the version of the field app into `sw.js`, and prints what the routes weigh. */
export function precache(root: string, id: string): Plugin {
  return {
    name: "xunzheng-precache",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle["sw.js"];
        if (worker?.type !== "chunk") throw new Error("sw.js is missing from the bundle");
        const entry = entryOf(bundle, "index.html");
        const fixed = filesBelow(join(root, "public")).map((name) =>
          name.slice(join(root, "public").length + 1),
        );
        const first = [...reach(bundle, entry, isFirst, new Set(["index.html"])), ...fixed.filter(isFirst)];
        const all = [...reach(bundle, entry, ALWAYS, new Set(["index.html"])), ...fixed];
        const afterwards = all.filter((name) => !first.includes(name));
        let code = filled(worker.code, "__PRECACHE__", addressesOf(root, bundle, first));
        code = filled(code, "__AFTERWARDS__", addressesOf(root, bundle, afterwards));
        // In one block: a worker that was cut on its way is no script, and never one with half of its handlers.
        worker.code = `{${filled(code, "__VERSION__", id)}}`;
        console.info(`\n${sizesOf(bundle, "index.html")}\n${sizesOf(bundle, "desk.html")}`);
        console.info(
          `precache: ${first.length} files, ${weightOf(root, bundle, first)} kB gz; ` +
            `afterwards ${afterwards.length}, ${weightOf(root, bundle, afterwards)} kB gz; build ${id}`,
        );
      },
    },
  };
}
