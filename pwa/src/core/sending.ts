/** When full pictures travel. Entries, previews and what was derived for others to see never wait for this. */

/** The officer's choice: at once, on Wi-Fi only, or only when asked. */
export type SendRule = "now" | "wifi" | "manual";
export const SEND_RULES: readonly SendRule[] = ["now", "wifi", "manual"];

/** What the browser says of the line; most cannot say. */
export type LineKind = "wifi" | "mobile" | "unknown";

/** True while originals stay here. Where the browser cannot tell Wi-Fi, its rule waits for the officer's word. */
export const holdsOriginals = (rule: SendRule, line: LineKind, isAsked: boolean): boolean =>
  !isAsked && (rule === "manual" || (rule === "wifi" && line !== "wifi"));
