import { CameraOff as Off, RefreshCw } from "lucide-preact";
import { CameraError, type CameraTrouble } from "../device/camera";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Button, Empty, Message } from "../ui";
import { Trouble } from "./Trouble";

/** Why there is no camera, how to allow it, and that work can go on without it. */
export function CameraOff({ trouble, onRetry }: { trouble: CameraTrouble; onRetry: () => void }) {
  return (
    <div class="off">
      <Empty icon={Off} what={tr(`camera.${trouble}`)} then={tr(`camera.${trouble}_then`)} />
      {trouble !== "unsupported" && (
        <Button icon={RefreshCw} onClick={onRetry}>
          {tk("cam.again")}
        </Button>
      )}
    </div>
  );
}

/** Why a picture was not taken in. */
export function ShotTrouble({ error }: { error: unknown }) {
  if (!(error instanceof CameraError)) return <Trouble error={error} />;
  return (
    <Message tone="bad" what={tr(`camera.${error.trouble}`)} then={tr(`camera.${error.trouble}_then`)} />
  );
}
