import { afterEach, expect, test, vi } from "vitest";
import { keepAwake } from "./wake_lock.ts";

/** A page that can be hidden, whose browser counts the locks that are held. */
function page(request?: () => Promise<{ release(): Promise<void> }>) {
  const target = new EventTarget() as EventTarget & { hidden: boolean };
  target.hidden = false;
  vi.stubGlobal("document", target);
  vi.stubGlobal("navigator", request ? { wakeLock: { request } } : {});
  const seen = async (hidden: boolean) => {
    target.hidden = hidden;
    target.dispatchEvent(new Event("visibilitychange"));
    await settle();
  };
  return { seen };
}

const settle = () => new Promise((done) => setTimeout(done, 0));

afterEach(() => vi.unstubAllGlobals());

test("the screen stays on, and again after a call, until the camera is left", async () => {
  const release = vi.fn(async () => undefined);
  const request = vi.fn(async () => ({ release }));
  const { seen } = page(request);
  const sleep = keepAwake();
  await settle();
  await seen(true);
  expect(request).toHaveBeenCalledTimes(1);
  await seen(false);
  expect(request).toHaveBeenCalledTimes(2);
  sleep();
  await seen(false);
  expect(request).toHaveBeenCalledTimes(2);
  expect(release).toHaveBeenCalled();
});

test("a lock that comes too late is given back", async () => {
  const release = vi.fn(async () => undefined);
  page(async () => ({ release }));
  keepAwake()();
  await settle();
  expect(release).toHaveBeenCalledTimes(1);
});

test("a browser that cannot, or a phone that refuses, stops no work", async () => {
  page();
  keepAwake()();
  page(() => Promise.reject(new DOMException("", "NotAllowedError")));
  keepAwake()();
  await settle();
});
