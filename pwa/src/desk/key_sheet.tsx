import { t } from "../text/desk";
import { Sheet } from "../ui";
import { KEY_HELP } from "./keys";
import { keysOpen } from "./review_commands";

/** The table of keys, under `?`. */
export function KeySheet() {
  const close = (): void => {
    keysOpen.value = false;
  };
  return (
    <Sheet open={keysOpen.value} title={t("keys.title")} onClose={close}>
      <dl class="key-table">
        {KEY_HELP.map(([keys, words]) => (
          <div key={keys}>
            <dt>
              {keys.split(" / ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
