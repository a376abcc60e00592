import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

/** What of a screen is here yet: its code, or what went wrong; `again` asks once more. */
export interface Late<P> {
  Loaded: FunctionComponent<P> | null;
  error: unknown;
  again(): void;
}

/** Gives a hook for code that comes when it is first wanted, and then stays in memory. */
export function lately<P>(load: () => Promise<FunctionComponent<P>>): () => Late<P> {
  let kept: FunctionComponent<P> | null = null;
  return () => {
    const [, redraw] = useState(0);
    const [error, setError] = useState<unknown>(null);
    const again = () => {
      setError(null);
      load().then((found) => {
        kept = found;
        redraw((n) => n + 1);
      }, setError);
    };
    useEffect(() => {
      if (!kept) again();
    }, []);
    return { Loaded: kept, error, again };
  };
}
