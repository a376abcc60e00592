/** The in-memory city of the unit tests behind a real port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeServer } from "../../src/device/testing/fake_server.ts";

export interface Served {
  city: FakeServer;
  base: string;
  close(): void;
}

async function bodyOf(request: IncomingMessage): Promise<string | Uint8Array<ArrayBuffer> | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  if (request.headers["content-type"] === "application/json") return whole.toString("utf-8");
  return whole.length > 0 ? Uint8Array.from(whole) : null;
}

async function answer(city: FakeServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = request.headers as { [name: string]: string };
  const method = request.method ?? "GET";
  try {
    const body = await bodyOf(request);
    const said = await city.fetch(`http://city.test${request.url}`, { method, headers, body });
    response.writeHead(said.status, Object.fromEntries(said.headers));
    response.end(Buffer.from(await said.arrayBuffer()));
  } catch {
    request.socket.destroy();
  }
}

/** Until `close`, on a free port of this machine. */
export async function served(): Promise<Served> {
  const city = await FakeServer.start();
  const server: Server = createServer((request, response) => void answer(city, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { city, base: `http://127.0.0.1:${port}`, close };
}
