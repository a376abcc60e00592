import { CameraOff as Off } from "lucide-preact";
import type { CameraTrouble } from "../device/camera";
import { t } from "../text/field";
import { Empty } from "../ui";

/** Why there is no camera, how to allow it, and that work can go on without it. */
export function CameraOff({ trouble }: { trouble: CameraTrouble }) {
  return <Empty icon={Off} what={t(`camera.${trouble}`)} then={t(`camera.${trouble}_then`)} />;
}
