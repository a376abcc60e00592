import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { peopleFilter } from "./people_store";
import { holdingOf, loadPhones, phones, phonesError, phonesPhase, pollPhones } from "./phones_store";
import type { Phone } from "./types";

const asks = vi.hoisted(() => vi.fn<(unit: string, q: string) => Promise<Phone[]>>());
vi.mock("./api", () => ({ api: { phones: asks } }));
vi.mock("./session", () => ({ watched: <T>(call: Promise<T>) => call }));
vi.mock("./route", () => ({ route: { value: { id: null } } }));

const phone = (kid: string, holds: boolean) => ({ kid, holds }) as Phone;
const kids = () => phones.value.map(({ kid }) => kid);
const OFFLINE = new Error("offline");

/** Every change of what there is to show, while `work` goes on. */
async function phasesDuring(work: () => Promise<void>): Promise<string[]> {
  const said: string[] = [];
  const stop = phonesPhase.subscribe((phase) => said.push(phase));
  await work();
  stop();
  return said;
}

beforeEach(() => {
  vi.useFakeTimers();
  // Each test begins with a filter that nothing was asked for with yet.
  peopleFilter.value = { unit: "", q: "" };
  asks.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("only the first look is a wait; later ones change the rows without a word, though there are none", async () => {
  asks.mockResolvedValue([]);
  expect(await phasesDuring(loadPhones)).toContain("loading");
  expect(await phasesDuring(loadPhones)).toEqual(["idle"]);
});

test("a look that fails keeps the rows and says why, until the next one succeeds", async () => {
  asks
    .mockResolvedValueOnce([phone("a", true)])
    .mockRejectedValueOnce(OFFLINE)
    .mockResolvedValue([]);
  await loadPhones();
  await loadPhones();
  expect([kids(), phonesPhase.value, phonesError.value]).toEqual([["a"], "idle", OFFLINE]);
  await loadPhones();
  expect([kids(), phonesPhase.value, phonesError.value]).toEqual([[], "idle", null]);
});

test("the rows of one unit never stand for another's that could not be read", async () => {
  asks.mockResolvedValueOnce([phone("a", true)]).mockRejectedValue(OFFLINE);
  await loadPhones();
  peopleFilter.value = { unit: "east", q: "" };
  expect(await phasesDuring(loadPhones)).toEqual(["idle", "loading", "failed"]);
  expect(kids()).toEqual([]);
});

test("a phone holds nothing only where the server has just said so", async () => {
  asks.mockRejectedValueOnce(OFFLINE).mockResolvedValueOnce([phone("a", true), phone("b", false)]);
  await loadPhones();
  expect([holdingOf("a"), holdingOf("b")]).toEqual(["unknown", "unknown"]);
  await loadPhones();
  expect([holdingOf("a"), holdingOf("b"), holdingOf("c")]).toEqual(["something", "nothing", "unknown"]);
  asks.mockRejectedValue(OFFLINE);
  await loadPhones();
  expect([holdingOf("a"), holdingOf("b")]).toEqual(["something", "unknown"]);
});

test("a page that nobody sees asks for nothing, and asks at once when it is seen again", () => {
  asks.mockResolvedValue([]);
  const page = Object.assign(new EventTarget(), { hidden: true });
  vi.stubGlobal("document", page);
  const stop = pollPhones();
  vi.advanceTimersByTime(180_000);
  expect(asks).not.toHaveBeenCalled();
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  expect(asks).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(asks).toHaveBeenCalledTimes(2);
  stop();
  vi.advanceTimersByTime(180_000);
  expect(asks).toHaveBeenCalledTimes(2);
});
