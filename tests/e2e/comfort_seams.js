// Writes down what the app asks of its icon, and lets a journey make the browser's offer to install it.
(() => {
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
