// Timers as they are set and as they come due, by their wait in milliseconds.
(() => {
  window.timers = { pending: new Map(), fired: [] };
  const repeat = window.setInterval, once = window.setTimeout, forget = window.clearTimeout;
  const { pending, fired } = window.timers;
  window.setTimeout = (act, wait = 0, ...rest) => {
    const id = once(() => { pending.delete(id); fired.push(wait); act(...rest); }, wait);
    pending.set(id, wait);
    return id;
  };
  window.setInterval = (act, wait = 0, ...rest) => {
    const id = repeat(() => { fired.push(wait); act(...rest); }, wait);
    pending.set(id, wait);
    return id;
  };
  window.clearTimeout = window.clearInterval = (id) => { pending.delete(id); forget(id); };
})();
