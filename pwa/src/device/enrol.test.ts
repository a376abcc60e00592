import { expect, test } from "vitest";
import { enrol, signIn } from "./enrol.ts";
import { NoContact } from "./http.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { freshPhone } from "./testing/headless.ts";

test("after a lost answer the second try brings the same key", async () => {
  const server = await FakeServer.start();
  const keys: string[] = [];
  await freshPhone("http://city.test", (input, init) => {
    if (String(input).endsWith("/api/devices")) keys.push(JSON.parse(String(init?.body)).jwk.x);
    return server.fetch(input, init);
  });
  await signIn("li", "p");
  server.fault = (name) => (name === "POST /api/devices" ? "cut" : null);
  await expect(enrol("abcd-efgh", "phone")).rejects.toThrow(NoContact);
  server.fault = () => null;
  const { jwk } = await enrol("abcd-efgh", "phone");
  expect(keys).toEqual([jwk.x, jwk.x]);
  await enrol("jkmn-pqrs", "phone");
  expect(keys[2]).not.toBe(jwk.x);
});
