import { CircleAlert, HardDrive, ImageOff, Smartphone } from "lucide-preact";
import { Icon, type IconNode } from "../ui";
import { type HeldLine, heldLines } from "./phones_model";
import type { Phone } from "./types";

const ICONS: Record<HeldLine["kind"], IconNode> = {
  missing: ImageOff,
  claim: Smartphone,
  refused: CircleAlert,
  room: HardDrive,
};

/** What a phone holds unsent, a line for each thing; nothing where it holds nothing. */
export function HeldLines({ phone }: { phone: Phone }) {
  const lines = heldLines(phone);
  if (lines.length === 0) return null;
  return (
    <ul class="held">
      {lines.map(({ kind, words }) => (
        <li key={kind} class={`held-line ${kind}`}>
          <Icon of={ICONS[kind]} />
          {words}
        </li>
      ))}
    </ul>
  );
}
