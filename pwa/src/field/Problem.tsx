import { Download, Share2 } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { diagnosis } from "../device/diagnosis";
import { tk } from "../text/field_upkeep";
import { Button, TopBar } from "../ui";
import { download } from "./Export";
import { Reading } from "./Reading";
import { href } from "./router";
import { Trouble } from "./Trouble";

const NAME = "xunzheng-report.txt";

const fileOf = (text: string): File => new File([text], NAME, { type: "text/plain" });

function mayShare(text: string): boolean {
  return navigator.canShare?.({ files: [fileOf(text)] }) ?? false;
}

function Give({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const save = () => {
    download(fileOf(text), NAME);
    setSaid(tk("report.done", { name: NAME }));
  };
  // Closing the share sheet is no failure.
  const share = () => void navigator.share({ files: [fileOf(text)] }).catch(() => undefined);
  return (
    <div class="foot column">
      {said && <p role="status">{said}</p>}
      {mayShare(text) && (
        <Button kind="primary" block icon={Share2} onClick={share}>
          {tk("report.share")}
        </Button>
      )}
      <Button block icon={Download} onClick={save}>
        {tk("report.save")}
      </Button>
    </div>
  );
}

/** The report is shown whole before anything of it leaves the phone. */
export function Problem() {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  useEffect(() => void diagnosis().then(setText, setError), []);
  return (
    <main class="screen">
      <TopBar title={tk("report.title")} back={href({ name: "me" })} />
      <Reading label={tk("report.title")}>
        <p>{tk("report.why")}</p>
        <Trouble error={error} />
        <pre class="card pre small">{text}</pre>
      </Reading>
      {text && <Give text={text} />}
    </main>
  );
}
