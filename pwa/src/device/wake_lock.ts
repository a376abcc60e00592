/** Keeps the screen on while an officer takes pictures or counts; where the browser cannot, nothing happens. */

type Lock = { release(): Promise<void> };
type Wakeful = { wakeLock?: { request(type: "screen"): Promise<Lock> } };

/** From now until the returned function is called. The system drops the lock of a hidden page: it is taken anew. */
export function keepAwake(): () => void {
  const api = (navigator as Wakeful).wakeLock;
  if (!api) return () => undefined;
  let held: Lock | null = null;
  let isOver = false;
  const take = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const lock = await api.request("screen");
      if (isOver) await lock.release();
      else held = lock;
    } catch {
      // A phone that saves power may refuse; work goes on.
    }
  };
  const seen = (): void => void take();
  document.addEventListener("visibilitychange", seen);
  seen();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", seen);
    void held?.release().catch(() => undefined);
    held = null;
  };
}
