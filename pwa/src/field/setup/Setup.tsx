import { useEffect } from "preact/hooks";
import { isIosTab } from "../../device/platform";
import { askAbout } from "./about";
import { ChoosePin, Enrol } from "./Enrol";
import { Permission } from "./Permissions";
import { SignIn, Welcome } from "./SignIn";
import { step } from "./state";

/** The first run, step by step; also how a second officer joins a shared phone. */
export function Setup() {
  const at = step.value;
  useEffect(askAbout, []);
  if (isIosTab()) return <Welcome iosTab />;
  if (at === "welcome") return <Welcome iosTab={false} />;
  if (at === "signin") return <SignIn />;
  if (at === "enrol") return <Enrol />;
  if (at === "pin") return <ChoosePin />;
  return at === "done" ? null : <Permission key={at} kind={at} />;
}
