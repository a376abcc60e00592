import { ImageDown, Sparkles } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { CameraError } from "../device/camera";
import { decodePicked } from "../device/picked";
import { BlankPicture } from "../device/picture";
import { dropShared, sharedFile, sharedPictures } from "../device/shared_pictures";
import { lang } from "../text/field";
import { tn } from "../text/field_comfort";
import { newest } from "../text/news";
import { Button, Icon, Message } from "../ui";
import { beforehand } from "./beforehand";
import { hasNews, lost } from "./comfort";
import { go } from "./router";
import { Trouble } from "./Trouble";

function News() {
  const [lines, setLines] = useState<readonly string[]>([]);
  const at = lang.value;
  useEffect(
    () =>
      void newest().then(
        (news) => setLines(news[at]),
        () => undefined,
      ),
    [at],
  );
  if (lines.length === 0) return null;
  const read = () => {
    hasNews.value = false;
  };
  return (
    <section class="card stack">
      <h2 class="row">
        <Icon of={Sparkles} />
        {tn("news.title")}
      </h2>
      <ul class="stack tight">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button onClick={read}>{tn("news.read")}</Button>
    </section>
  );
}

/** Takes one picture in; false where its bytes are no picture that could be. */
async function takeIn(url: string): Promise<boolean> {
  const { keepShot } = await import("./draft");
  const file = await sharedFile(url);
  try {
    if (file) await keepShot(decodePicked(file), "import");
  } catch (error) {
    if (!(error instanceof CameraError || error instanceof BlankPicture)) throw error;
    await dropShared([url]);
    return false;
  }
  await dropShared([url]);
  return true;
}

/** Puts all that waits into a new draft, one after the other: a phone holds one decoded picture at a time. */
async function takeAll(): Promise<{ draft: string; failed: number }> {
  const { newDraft } = await import("./draft");
  const draft = await newDraft(null, beforehand.value);
  beforehand.value = null;
  let failed = 0;
  for (const url of sharedPictures.value) failed += (await takeIn(url)) ? 0 : 1;
  return { draft, failed };
}

function useTaking() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [left, setLeft] = useState<{ draft: string; failed: number } | null>(null);
  const take = async () => {
    setBusy(true);
    setError(null);
    try {
      const done = await takeAll();
      if (done.failed === 0) go({ name: "form", draft: done.draft });
      else setLeft(done);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return { busy, error, left, take };
}

/** Pictures from another app: taken only when the officer says so, since any page could send some. */
function Shared() {
  const { busy, error, left, take } = useTaking();
  const n = sharedPictures.value.length;
  if (left) {
    return (
      <Message tone="warn" what={tn("shared.failed", { n: left.failed })} then={tn("shared.failed_then")}>
        <Button onClick={() => go({ name: "form", draft: left.draft })}>{tn("shared.open")}</Button>
      </Message>
    );
  }
  if (n === 0) return <Trouble error={error} />;
  return (
    <Message what={tn("shared.what", { n })} then={tn("shared.then")}>
      <Trouble error={error} />
      <div class="row">
        <Button block disabled={busy} onClick={() => void dropShared(sharedPictures.value)}>
          {tn("shared.drop")}
        </Button>
        <Button kind="primary" block icon={ImageDown} busy={busy && tn("shared.busy")} onClick={take}>
          {tn("shared.take")}
        </Button>
      </div>
    </Message>
  );
}

/** What Today says on occasion: shared pictures that wait, a link that leads nowhere, what an update brought. */
export function Notes() {
  const leave = () => {
    lost.value = null;
  };
  useEffect(() => leave, []);
  return (
    <>
      <Shared />
      {lost.value && (
        <Message tone="warn" what={tn(`lost.${lost.value}`)} then={tn(`lost.${lost.value}_then`)} />
      )}
      {hasNews.value && <News />}
    </>
  );
}
