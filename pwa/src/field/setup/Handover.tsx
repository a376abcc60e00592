import { Copy, ExternalLink } from "lucide-preact";
import { useState } from "preact/hooks";
import { tm } from "../../text/field_more";
import { Button, Empty } from "../../ui";

async function copied(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false;
  }
}

/** Inside WeChat nothing is captured: the page only leads to the phone's own browser. */
export function Handover() {
  const [said, setSaid] = useState<"" | "yes" | "no">("");
  const copy = async () => setSaid((await copied()) ? "yes" : "no");
  return (
    <main class="screen setup centre">
      <Empty icon={ExternalLink} what={tm("wechat.what")} then={tm("wechat.why")}>
        <p class="address">{location.href}</p>
        <Button kind="primary" icon={Copy} onClick={copy}>
          {tm("wechat.copy")}
        </Button>
        <p role="status">
          {said === "yes" && tm("wechat.copied")}
          {said === "no" && tm("wechat.not_copied")}
        </p>
      </Empty>
    </main>
  );
}
