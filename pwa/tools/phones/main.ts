/** The laboratory's phones over JSON lines: a request each line on stdin, an answer each on stdout. */
import { createInterface } from "node:readline";
import { Farm, type Request, told } from "./farm.ts";
import { quickClones } from "./quick.ts";

quickClones();
const farm = new Farm();

process.on("unhandledRejection", (reason) => {
  farm.unhandled.push(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  farm.unhandled.splice(0, farm.unhandled.length - 50);
});

function patience(ms: unknown): { over: Promise<never>; end: () => void } {
  let end = (): void => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    if (typeof ms !== "number") return;
    const timer = setTimeout(() => reject(new DOMException("", "timeout")), ms);
    end = () => clearTimeout(timer);
  });
  return { over, end };
}

async function answer(line: string): Promise<void> {
  const request = JSON.parse(line) as Request;
  const { over, end } = patience(request["timeout_ms"]);
  const { id } = request;
  const said = await Promise.race([farm.perform(request), over]).then(
    (result) => ({ id, ok: true, result }),
    (error: unknown) => ({ id, ok: false, ...told(error) }),
  );
  end();
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answer(line));
lines.on("close", () => process.exit(0));
