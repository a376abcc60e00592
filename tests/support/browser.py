"""Finds the machine's Chromium, or installs it where root and apt-get allow; never skips in silence."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find_browser() -> str | None:
    """Return the path of Chromium, `$XUNZHENG_CHROMIUM` first."""
    named = os.environ.get("XUNZHENG_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(
        listing and subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def ensure_browser() -> str | None:
    """Make Chromium and a Chinese font available; or return one line that says what to do."""
    if find_browser() and has_chinese_font():
        return None
    wanted = " ".join(PACKAGES)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"The browser journeys need Chromium and a Chinese font: as root, `apt-get install {wanted}`."
    print(f"\n== Installing {wanted}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        return f"`apt-get install {wanted}` failed: install Chromium and a Chinese font by hand."
    return None
