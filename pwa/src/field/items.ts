import {
  Ban,
  Building2,
  ClipboardList,
  Dog,
  FireExtinguisher,
  HandHeart,
  Handshake,
  HardHat,
  Landmark,
  Megaphone,
  School,
  ShieldAlert,
  Store,
  TrafficCone,
  TrainFront,
} from "lucide-preact";
import { type Catalogue, type Item, itemOf, phoneItems } from "../core/catalogue";
import type { IconNode } from "../ui";

const ICONS: Record<string, IconNode> = {
  SCH: School,
  DOG: Dog,
  TRF: TrafficCone,
  ADS: Megaphone,
  VAG: HandHeart,
  HAL: Landmark,
  STN: TrainFront,
  VEN: ShieldAlert,
  FIR: FireExtinguisher,
  MKT: Store,
  CON: HardHat,
  RES: Building2,
  GOV: Handshake,
  NEG: Ban,
};

export function groupIcon(code: string): IconNode {
  return ICONS[code] ?? ClipboardList;
}

/** Groups that hold anything for a phone, in the order of the edition. */
export function phoneGroups(catalogue: Catalogue): Catalogue["groups"] {
  return catalogue.groups.filter((group) => phoneItems(catalogue, group.code).length > 0);
}

/** Items that fit the words typed. */
export function foundItems(catalogue: Catalogue, group: string | undefined, typed: string): Item[] {
  const wanted = typed.trim().toLowerCase();
  return phoneItems(catalogue, wanted ? undefined : group).filter((item) =>
    `${item.code} ${item.name.zh} ${item.name.en} ${catalogue.spelling?.[item.code] ?? ""}`
      .toLowerCase()
      .includes(wanted),
  );
}

/** What stands first: what the unit pinned, at most eight, then what was used last, filled up from the first groups. */
export function recentItems(
  pinned: readonly string[],
  used: readonly { item: string }[],
  catalogue: Catalogue | null,
): string[] {
  const first = (group: { code: string }) =>
    catalogue ? phoneItems(catalogue, group.code)[0]?.code : undefined;
  const usual = (catalogue?.groups ?? []).flatMap((group) => first(group) ?? []);
  const known = pinned.filter((code) => !catalogue || itemOf(catalogue, code));
  return [...new Set([...known, ...used.map((one) => one.item), ...usual])].slice(
    0,
    Math.max(4, known.length),
  );
}
