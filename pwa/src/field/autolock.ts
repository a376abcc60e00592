import { lock, vault } from "../device/vault";

/** Out of sight for longer than this, in ms, the app asks for the unlock code again. */
const HIDDEN_MS = 5 * 60_000;

/** Locks on return after a long absence; drafts are stored, so nothing is lost. */
export function startAutoLock(): void {
  let hiddenAt: number | null = null;
  document.addEventListener("visibilitychange", () => {
    const away = hiddenAt === null ? 0 : Date.now() - hiddenAt;
    hiddenAt = document.hidden ? Date.now() : null;
    if (!document.hidden && away > HIDDEN_MS && vault.value) void lock();
  });
}
