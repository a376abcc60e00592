import { Info } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { alreadyThere, type Report } from "../core/already";
import { recentReports } from "../device/recent";
import type { Draft } from "../device/types";
import { tw } from "../text/field_team";
import { Icon } from "../ui";
import { clock } from "./moments";
import "./already.css";

/** Said before the shutter, so that nothing is reported twice; it never stands in the way. */
export function AlreadyThere({ now }: { now: Draft }) {
  const [reports, setReports] = useState<Report[]>([]);
  useEffect(() => {
    const read = () => {
      recentReports(read).then(setReports, () => undefined);
    };
    read();
  }, []);
  if (!now.item || !now.position || now.replaces) return null;
  const found = alreadyThere(reports, now.item, now.position, Date.now());
  if (!found) return null;
  const { count, nearest_m, newest } = found;
  const who = tw(newest.own ? "near.own" : "near.colleague");
  return (
    <p class="small strong already" role="status">
      <Icon of={Info} />
      {tw("near.already", { n: count, m: nearest_m, at: clock(newest.at), who })}
    </p>
  );
}
