// Runs in a page before the app: lets the laboratory strike at the nth time the app comes by a labelled step.
// A strike is told by a request that stops the page until it is answered, so that a kill ends it exactly there.
(() => {
  const arms = [];
  const hits = {};
  const moved = () => Number(sessionStorage.getItem("lab clock") ?? 0);

  function tell(how, label) {
    const line = new XMLHttpRequest();
    line.open("POST", `/__lab/${encodeURIComponent(how)}`, false);
    try {
      line.send(label);
    } catch {
      // The line is cut, or the one who answered is gone: nothing more is to be told.
    }
  }

  /** How to strike here and now, if at all. */
  function comeBy(label) {
    hits[label] = (hits[label] ?? 0) + 1;
    const at = arms.findIndex((arm) => arm.label === label && --arm.nth === 0);
    if (at < 0) return null;
    const [{ how }] = arms.splice(at, 1);
    tell(how, label);
    return how;
  }

  globalThis.lab = {
    hits,
    arm: (label, nth, how) => void arms.push({ label, nth, how }),
    calm: () => void (arms.length = 0),
    moveClock: (ms) => sessionStorage.setItem("lab clock", String(moved() + ms)),
  };

  for (const name of ["put", "add"]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function write(...row) {
      const how = comeBy(`put ${this.name}`);
      if (how === "storage full") throw new DOMException("the phone is full", "QuotaExceededError");
      const asked = real.apply(this, row);
      if (how === "abort") this.transaction.abort();
      return asked;
    };
  }

  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function transaction(stores, mode, ...more) {
    const made = begin.call(this, stores, mode, ...more);
    // The first to hear of the commit: nobody else has been told yet.
    if (mode === "readwrite") made.addEventListener("complete", () => comeBy(`committed ${[...made.objectStoreNames]}`));
    return made;
  };

  const route = (input) => /^\/api\/(device\/token|\w+)/.exec(new URL(String(input), location.href).pathname)?.[1];
  const realFetch = fetch;
  globalThis.fetch = async (input, init) => {
    const name = route(input);
    comeBy(`asking ${name}`);
    const answer = await realFetch(input, init);
    comeBy(`answered ${name}`);
    return answer;
  };

  // No camera sees the same twice, the browser's fake one does: the same bytes twice are one picture stored twice.
  const encode = HTMLCanvasElement.prototype.toBlob;
  HTMLCanvasElement.prototype.toBlob = function toBlob(...given) {
    const pen = this.getContext("2d");
    const grain = crypto.getRandomValues(new Uint8Array(12));
    for (let at = 0; at < grain.length; at += 3) {
      pen.fillStyle = `rgb(${grain.slice(at, at + 3).join(",")})`;
      pen.fillRect(8 * at, 0, 24, 24);
    }
    return encode.apply(this, given);
  };

  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(RealDate.now() + moved());
    }
    static now() {
      return RealDate.now() + moved();
    }
  };
})();
