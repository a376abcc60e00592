import { beforeEach, expect, test, vi } from "vitest";
import { closeDatabase } from "./db.ts";
import { enrol, signIn } from "./enrol.ts";
import { NoContact, useLine } from "./http.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { freshPhone } from "./testing/headless.ts";
import { createVault, pinLock } from "./vault_making.ts";

let server: FakeServer;
let keys: string[];

const line: typeof fetch = (input, init) => {
  if (String(input).endsWith("/api/devices")) keys.push(JSON.parse(String(init?.body)).jwk.x);
  return server.fetch(input, init);
};

beforeEach(async () => {
  server = await FakeServer.start();
  keys = [];
  await freshPhone("http://city.test", line);
  await signIn("li", "p");
});

async function cutShort(): Promise<void> {
  server.fault = (name) => (name === "POST /api/devices" ? "cut" : null);
  await expect(enrol("abcd-efgh", "phone", await pinLock("135790"))).rejects.toThrow(NoContact);
  server.fault = () => null;
}

test("after a lost answer the second try brings the same key", async () => {
  await cutShort();
  const lock = await pinLock("135790");
  const enrolment = await enrol("abcd-efgh", "phone", lock);
  expect(keys).toEqual([enrolment.jwk.x, enrolment.jwk.x]);
  await createVault(enrolment, lock);
  await enrol("jkmn-pqrs", "phone", lock);
  expect(keys[2]).not.toBe(keys[0]);
});

test("a page that is killed before its vault is kept spends no code: the next brings the same key", async () => {
  await cutShort();
  await closeDatabase();
  vi.resetModules();
  const next = {
    ...(await import("./enrol.ts")),
    ...(await import("./vault_making.ts")),
    ...(await import("./http.ts")),
  };
  next.useLine({ base: "http://city.test", fetch: line });
  await next.enrol("abcd-efgh", "phone", await next.pinLock("135790"));
  expect(keys[1]).toBe(keys[0]);
});

test("another unlock code makes another key, and a key that is taken is given up", async () => {
  await cutShort();
  await enrol("abcd-efgh", "phone", await pinLock("222222"));
  expect(keys[1]).not.toBe(keys[0]);
  const taken = { title: "taken", code: "device_taken", permanent: true };
  const headers = { "Content-Type": "application/problem+json" };
  const answer: typeof fetch = async (input, init) =>
    String(input).endsWith("/api/devices")
      ? new Response(JSON.stringify(taken), { status: 409, headers })
      : line(input, init);
  useLine({ fetch: answer });
  await expect(enrol("abcd-efgh", "phone", await pinLock("222222"))).rejects.toThrow("taken");
  useLine({ fetch: line });
  await enrol("abcd-efgh", "phone", await pinLock("222222"));
  expect(keys[2]).not.toBe(keys[1]);
});
