import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { lang } from "../text/desk";

/** Runs `reload` when the language has changed: names of items, units and answers come from the server in one language. */
export function useLanguageChange(reload: () => void): void {
  const shown = useRef(lang.peek());
  useSignalEffect(() => {
    if (lang.value === shown.current) return;
    shown.current = lang.value;
    reload();
  });
}
