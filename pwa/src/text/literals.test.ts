import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

type Node = { type: string; [member: string]: unknown };

const SRC = new URL("..", import.meta.url).pathname;
const HAN = /[\u3001-\u303f\u3400-\u9fff]/;
/** Two letters or more, but not the mask of a code. */
const WORD = /(?!X+\b)\b[A-Za-z]{2}/;
/** What people read or hear; the other attributes are for the machine. */
const SAID =
  /^(aria-label|aria-description|label|title|alt|placeholder|what|then|words|hint|aside|why|sub|confirm)$/;
/** Keys of a keyboard are written the same in every language. */
const KEYS = /^kbd$/;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const nameOf = (node: unknown): string => (isNode(node) ? String(node["name"] ?? "") : "");

/** Which parts of an expression it may come to; what is handed to a function is that function's affair. */
const CHOICES: Record<string, readonly string[]> = {
  ConditionalExpression: ["consequent", "alternate"],
  LogicalExpression: ["left", "right"],
  BinaryExpression: ["left", "right"],
  JSXExpressionContainer: ["expression"],
};

/** The strings that an expression may come to. */
function stringsOf(node: unknown): string[] {
  if (!isNode(node) || (node.type === "BinaryExpression" && node["operator"] !== "+")) return [];
  if (node.type === "Literal") return typeof node["value"] === "string" ? [node["value"]] : [];
  if (node.type === "TemplateLiteral")
    return (node["quasis"] as { value: { raw: string } }[]).map(({ value }) => value.raw);
  return (CHOICES[node.type] ?? []).flatMap((part) => stringsOf(node[part]));
}

/** Words of an element that stand in the code instead of a text file. */
function wordsIn(node: Node): string[] {
  if (node.type === "JSXAttribute" && SAID.test(nameOf(node["name"]))) return stringsOf(node["value"]);
  if (node.type !== "JSXElement" && node.type !== "JSXFragment") return [];
  if (KEYS.test(nameOf((node["openingElement"] as Node | undefined)?.["name"]))) return [];
  return (node["children"] as Node[]).flatMap((child) =>
    child.type === "JSXText" ? [String(child["value"])] : stringsOf(child),
  );
}

/** Any string of Chinese in the code, and any word that is drawn. */
function found(node: Node): string[] {
  const drawn = wordsIn(node).filter((text) => WORD.test(text));
  const chinese = stringsOf(node).filter((text) => HAN.test(text));
  return [...drawn, ...chinese, ...childrenOf(node).flatMap(found)];
}

function literals(name: string, code: string): string[] {
  const { program, errors } = parseSync(name, code);
  expect(errors, name).toEqual([]);
  return found(program as unknown as Node).map((text) => `${name}: ${text.trim()}`);
}

function filesOf(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing\//.test(name))
    .map((name) => `${folder}/${name}`);
}

/** `core` is left out: the address it writes into a record is evidence, not a screen. */
describe("words are never written into the code", () => {
  it.each(["field", "desk", "ui", "device"])("of %s", (folder) => {
    const files = filesOf(folder);
    expect(files.length).toBeGreaterThan(8);
    expect(files.flatMap((name) => literals(name, readFileSync(join(SRC, name), "utf8")))).toEqual([]);
  });

  it.each([
    ["<p>Hello there</p>", "Hello there"],
    ["<p>{a ? 'Hello' : t('b')}</p>", "Hello"],
    ["<p>\n  Hello\n  <b>{n}</b>\n</p>", "Hello"],
    ["<Field label={'Name'} />", "Name"],
    ['<img alt="A dog" />', "A dog"],
    ["t(`你好`)", "你好"],
    ["const a = { b: '你好' }", "你好"],
  ])("is seen in %s", (code, word) => {
    expect(literals("x.tsx", code).join()).toContain(word);
  });

  it.each(["<p>{t('a.b')}</p>", '<p class="card">{" · "}</p>', "<kbd>Esc</kbd>", "// 你好\nconst a = 1"])(
    "is not seen in %s",
    (code) => {
      expect(literals("x.tsx", code)).toEqual([]);
    },
  );
});
