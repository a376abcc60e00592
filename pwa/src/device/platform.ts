const agent = (): string => (typeof navigator === "undefined" ? "" : navigator.userAgent);

/** WeChat and QQ clean their store and vary in camera support: the app only hands over there. */
export const isWeChat = (): boolean => /MicroMessenger|\bQQ\//i.test(agent());

const isIos = (): boolean =>
  /iPhone|iPad|iPod/.test(agent()) || (/Macintosh/.test(agent()) && navigator.maxTouchPoints > 1);

export const isInstalled = (): boolean =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as Navigator & { standalone?: boolean }).standalone === true;

/** On iOS a tab and the Home-Screen app have separate stores: nothing may be enrolled in the tab. */
export const isIosTab = (): boolean => isIos() && !isInstalled();

/** What the app cannot do without; the first missing part, or null. */
export function missingPart(): "secure" | "database" | "crypto" | null {
  if (!globalThis.isSecureContext) return "secure";
  if (typeof indexedDB === "undefined") return "database";
  return globalThis.crypto?.subtle ? null : "crypto";
}
