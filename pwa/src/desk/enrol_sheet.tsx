import { Printer } from "lucide-preact";
import { useEffect, useMemo } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, Sheet } from "../ui";
import { dotted, fullTime } from "./format";
import { issued } from "./people_store";
import { cityBeside } from "./session";
import type { EnrolCode, Person } from "./types";

/** The one-time code as a sheet to hand over: on screen, or on paper. */
export function EnrolSheet() {
  const shown = issued.value;
  const close = (): void => {
    issued.value = null;
  };
  return (
    <Sheet
      open={shown !== null}
      title={shown ? t("people.enrol_for", { name: shown.person.name }) : ""}
      onClose={close}
    >
      {shown && <Paper person={shown.person} code={shown.code} />}
    </Sheet>
  );
}

const NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"';

/** As an image from a blob: SVG text is never parsed into this page. Alone, it needs its namespace. */
function useImage(inline: string): string {
  const svg = inline.includes(NAMESPACE) ? inline : inline.replace("<svg", `<svg ${NAMESPACE}`);
  const url = useMemo(() => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })), [svg]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return url;
}

function Paper({ person, code }: { person: Person; code: EnrolCode }) {
  const qr = useImage(code.qr_svg);
  return (
    <div class="enrol-paper">
      <div class="paper-head">
        <h1>{dotted(tc("app.name"), cityBeside.value)}</h1>
        <p>{dotted(person.name, person.username, person.unit.name)}</p>
      </div>
      <img class="qr" src={qr} alt={code.url} width="200" height="200" />
      <p class="paper-label">{t("people.enrol_code")}</p>
      <p class="paper-code num">{code.code}</p>
      {code.first_password && (
        <>
          <p class="paper-label">{t("people.first_password")}</p>
          <p class="paper-code small">{code.first_password}</p>
        </>
      )}
      <ol class="paper-steps">
        <li>
          {t("people.enrol_step1")} <code>{code.url.replace(/#.*$/, "")}</code>
        </li>
        <li>{t("people.enrol_step2")}</li>
        <li>{t("people.enrol_step3")}</li>
      </ol>
      <p>{t("people.enrol_note", { at: fullTime(code.expires_at) })}</p>
      <p class="quiet screen-only">{t("people.enrol_once")}</p>
      <div class="screen-only">
        <Button kind="primary" block icon={Printer} onClick={() => print()}>
          {t("people.print")}
        </Button>
      </div>
    </div>
  );
}
