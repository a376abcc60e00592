import { beforeEach, describe, expect, test } from "vitest";
import { ask, Browser, dispatch, type Handler, hashOf, type Page, SITE } from "./testing/worker_browser";

let browser: Browser;

/** Puts the files of a build on the network; gives what its worker knows of them. */
function publish(version: string, files = ["/", "/assets/app.js"]): { [url: string]: string } {
  for (const file of files) browser.network.set(SITE + file, `${file} of ${version}`);
  return Object.fromEntries(files.map((file) => [file, hashOf(`${file} of ${version}`)]));
}

const page = (change: Partial<Page> = {}): Page => ({
  ...{ url: `${SITE}/#/records`, visibilityState: "visible", runs: true, moved: 0 },
  ...change,
});

/** The build `a` is in charge, and `b` is installed beside it. */
async function update(...pages: Page[]): Promise<Map<string, Handler>> {
  const old = browser.worker("a", publish("a"));
  await dispatch(old, "install");
  await dispatch(old, "activate");
  browser.skipped = 0;
  browser.pages = pages;
  const next = browser.worker("b", publish("b"));
  await dispatch(next, "install");
  return next;
}

beforeEach(() => {
  browser = new Browser();
});

describe("the service worker", () => {
  test("serves the whole app of its own build with no network", async () => {
    const worker = browser.worker("a", publish("a"));
    await dispatch(worker, "install");
    await dispatch(worker, "activate");
    browser.network.clear();
    expect(await ask(worker, "/")).toBe("/ of a");
    expect(await ask(worker, "/?from=home")).toBe("/ of a");
    expect(await ask(worker, "/assets/app.js", "cors")).toBe("/assets/app.js of a");
  });

  test("fails to install as a whole when one file is missing, and the old build still starts offline", async () => {
    const old = browser.worker("a", publish("a"));
    await dispatch(old, "install");
    await dispatch(old, "activate");
    const next = browser.worker("b", { ...publish("b", ["/"]), "/assets/gone.js": hashOf("?") });
    await expect(dispatch(next, "install")).rejects.toThrow("missing");
    browser.network.clear();
    expect([...browser.caches.keys()]).toEqual(["xunzheng-a"]);
    expect(await ask(old, "/")).toBe("/ of a");
  });

  test("keeps the old build until it is in charge itself, and takes over only when told", async () => {
    const old = browser.worker("a", publish("a"));
    await dispatch(old, "install");
    const next = browser.worker("b", publish("b"));
    await dispatch(next, "install");
    expect([browser.skipped, await ask(old, "/")]).toEqual([0, "/ of a"]);
    await dispatch(next, "message", { data: { type: "take-over" } });
    expect(browser.skipped).toBe(1);
    await dispatch(next, "activate");
    expect([...browser.caches.keys()]).toEqual(["xunzheng-b"]);
  });

  test("takes no file whose bytes are not those of its build", async () => {
    const worker = browser.worker("a", publish("a"));
    browser.network.set(`${SITE}/assets/app.js`, "<title>please sign in</title>");
    await expect(dispatch(worker, "install")).rejects.toThrow("another");
    expect([...browser.caches.keys()]).toEqual([]);
  });

  test("keeps its files when it is installed again beside itself and a file fails", async () => {
    const worker = await update();
    await dispatch(worker, "activate");
    const files = { ...publish("b"), "/assets/late.js": hashOf("?") };
    await expect(dispatch(browser.worker("b", files), "install")).rejects.toThrow("missing");
    browser.network.clear();
    expect(await ask(worker, "/")).toBe("/ of b");
  });

  test("takes over from a build that does not start, and brings its page along", async () => {
    const dead = page({ runs: false });
    const next = await update(dead);
    expect(browser.skipped).toBe(1);
    await dispatch(next, "activate");
    expect(dead.moved).toBe(1);
  });

  test.each([
    ["one page runs", [page(), page({ runs: false })], []],
    ["the page sleeps", [page({ runs: false, visibilityState: "hidden" })], []],
    ["a draft is open", [page({ runs: false })], ["xunzheng-draft-1"]],
    ["it is the desk's", [page({ runs: false, url: `${SITE}/desk` })], []],
  ])("takes nothing over unasked where %s", async (_why, pages, locks) => {
    browser.locks = locks;
    const next = await update(...pages);
    await dispatch(next, "activate");
    expect([browser.skipped, ...pages.map(({ moved }) => moved)]).toEqual([0, ...pages.map(() => 0)]);
  });

  test("is in charge before what a day can begin without, and fetches that behind the rest", async () => {
    browser.isUpdating = false;
    const worker = browser.worker("a", publish("a"), publish("a", ["/assets/map.js", "/assets/share.js"]));
    browser.network.delete(`${SITE}/assets/map.js`);
    await dispatch(worker, "install");
    await dispatch(worker, "activate");
    expect(browser.cached("xunzheng-a")).toEqual(["/", "/assets/app.js"]);
    await ask(worker, "/api/journal/head", "cors");
    expect(browser.cached("xunzheng-a")).toContain("/assets/share.js");
  });

  test("tries what did not come again at the next start, and takes no other bytes for it", async () => {
    const worker = browser.worker("a", publish("a"), publish("a", ["/assets/map.js"]));
    browser.network.set(`${SITE}/assets/map.js`, "another");
    await dispatch(worker, "install");
    await ask(worker, "/");
    expect(browser.cached("xunzheng-a")).not.toContain("/assets/map.js");
    publish("a", ["/assets/map.js"]);
    await ask(worker, "/");
    browser.network.clear();
    expect(await ask(worker, "/assets/map.js", "no-cors")).toBe("/assets/map.js of a");
  });

  test("is offered as an update with everything there, also what a day can begin without", async () => {
    const next = browser.worker("b", publish("b"), publish("b", ["/assets/map.js"]));
    await dispatch(next, "install");
    browser.network.clear();
    await dispatch(next, "activate");
    expect(await ask(next, "/assets/map.js", "no-cors")).toBe("/assets/map.js of b");
  });

  test("asks no page when it is the first", async () => {
    browser.isUpdating = false;
    await update(page({ runs: false }));
    expect(browser.skipped).toBe(0);
  });

  test("leaves the API, other origins and other pages to the network", async () => {
    const worker = browser.worker("a", publish("a"));
    await dispatch(worker, "install");
    for (const path of ["/api/journal/head", "/api/docs", "/assets/other.js"]) {
      expect(await ask(worker, path, path === "/api/docs" ? "navigate" : "cors")).toBeNull();
    }
  });
});
