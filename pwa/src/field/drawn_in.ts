import { useEffect, useState } from "preact/hooks";

/** Draws a part once more after so many ms, and when the screen is looked at again; nothing runs out of sight. */
export function useDrawnIn(wait_ms: number | null): void {
  const [, setTurn] = useState(0);
  useEffect(() => {
    if (wait_ms === null) return;
    const again = () => {
      if (!document.hidden) setTurn((turn) => turn + 1);
    };
    const timer = setTimeout(again, wait_ms);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", again);
    };
  });
}
