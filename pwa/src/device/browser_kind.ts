/** Which browser's words lead to the home screen. */
export type BrowserKind = "ios" | "android" | "firefox" | "huawei" | "desktop";

/** By its own word; every browser on an iPhone uses the same share sheet. */
export function browserKind(agent: string, touches: number): BrowserKind {
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) return "ios";
  if (/HuaweiBrowser|HarmonyOS|OpenHarmony/.test(agent)) return "huawei";
  if (!/Android/.test(agent)) return "desktop";
  return /Firefox\//.test(agent) ? "firefox" : "android";
}
