import { CameraOff as Off } from "lucide-preact";
import { CameraError, type CameraTrouble } from "../device/camera";
import { tr } from "../text/field_record";
import { Empty, Message } from "../ui";
import { Trouble } from "./Trouble";

/** Why there is no camera, how to allow it, and that work can go on without it. */
export function CameraOff({ trouble }: { trouble: CameraTrouble }) {
  return <Empty icon={Off} what={tr(`camera.${trouble}`)} then={tr(`camera.${trouble}_then`)} />;
}

/** Why a picture was not taken in. */
export function ShotTrouble({ error }: { error: unknown }) {
  if (!(error instanceof CameraError)) return <Trouble error={error} />;
  return (
    <Message tone="bad" what={tr(`camera.${error.trouble}`)} then={tr(`camera.${error.trouble}_then`)} />
  );
}
