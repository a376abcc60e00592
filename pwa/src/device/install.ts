/** The browser's own offer to put the app on the home screen: it comes once, early, and is kept for a tap. */
import { signal } from "@preact/signals";
import { isInstalled } from "./platform.ts";

interface Offer extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

/** Null where the browser offers nothing, has not yet, or was answered. */
export const installOffer = signal<Offer | null>(null);
export const installed = signal(false);

/** Listens from the first moment on, since the offer is made only once. */
export function awaitOffer(): void {
  installed.value = isInstalled();
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installOffer.value = event as Offer;
  });
  addEventListener("appinstalled", () => {
    installed.value = true;
    installOffer.value = null;
  });
}

/** Shows the browser's question; an offer can be used once. Call it from a tap. */
export async function acceptOffer(): Promise<void> {
  const offer = installOffer.value;
  installOffer.value = null;
  await offer?.prompt();
}
