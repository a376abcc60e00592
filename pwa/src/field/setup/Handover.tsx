import { Copy, ExternalLink } from "lucide-preact";
import { useState } from "preact/hooks";
import { t } from "../../text/field";
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
    <main class="app setup centre">
      <Empty icon={ExternalLink} what={t("wechat.what")} then={t("wechat.why")}>
        <p class="address">{location.href}</p>
        <Button kind="primary" icon={Copy} onClick={copy}>
          {t("wechat.copy")}
        </Button>
        <p role="status">
          {said === "yes" && t("wechat.copied")}
          {said === "no" && t("wechat.not_copied")}
        </p>
      </Empty>
    </main>
  );
}
