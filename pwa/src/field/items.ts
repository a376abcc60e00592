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
import { type Catalogue, type Item, phoneItems } from "../core/catalogue";
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

/** The item codes used last, newest first, each once; filled up with the first of each of the first groups. */
export function recentItems(
  used: readonly { item: string }[],
  catalogue: Catalogue | null,
  limit = 4,
): string[] {
  const first = (group: { code: string }) =>
    catalogue ? phoneItems(catalogue, group.code)[0]?.code : undefined;
  const usual = (catalogue?.groups ?? []).flatMap((group) => first(group) ?? []);
  return [...new Set([...used.map((one) => one.item), ...usual])].slice(0, limit);
}
