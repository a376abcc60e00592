import { useEffect, useState } from "preact/hooks";
import { mayLook, useWhere } from "./where";

function Watch() {
  useWhere();
  return null;
}

/** Watches the position where the officer has already allowed it: no screen that merely sorts by distance asks. */
export function Watching() {
  const [look, setLook] = useState(false);
  useEffect(() => void mayLook().then(setLook), []);
  return look ? <Watch /> : null;
}
