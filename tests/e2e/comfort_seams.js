// Writes down what the app asks of its icon and when it puts on its theme, and makes the browser's offer to install it.
(() => {
  new MutationObserver(() => {
    if (document.documentElement?.dataset.theme) window.themedAt ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-theme"] });
  window.badges = [];
  Navigator.prototype.setAppBadge = async (n) => window.badges.push(n);
  Navigator.prototype.clearAppBadge = async () => window.badges.push(0);
  window.offerInstall = () => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    offer.prompt = async () => {
      window.installAsked = true;
      return { outcome: "accepted" };
    };
    dispatchEvent(offer);
  };
})();
