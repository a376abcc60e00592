import { tk } from "../text/field_capture";

const METHODS = ["boundary_line", "gate_line", "point_line", "gate_path"] as const;

/** How a distance was measured; nothing for a method of another version. */
export function methodWords(method: string): string {
  const known = METHODS.find((one) => one === method);
  return known ? tk(`how.${known}`) : "";
}
