"""Finds Chromium and WebKit, or installs them where root and apt-get allow; never skips in silence."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
WEBKIT_PROGRAMS = ("WebKitWebDriver", "Xvfb")
WEBKIT_PACKAGES = ("webkit2gtk-driver", "xvfb")


def find_browser() -> str | None:
    """Return the path of Chromium, `$XUNZHENG_CHROMIUM` first."""
    named = os.environ.get("XUNZHENG_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(
        listing and subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def find_webkit() -> Path | None:
    """Return the path of WebKitGTK's MiniBrowser where its driver and a virtual screen are here too."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return found[-1] if found and all(map(shutil.which, WEBKIT_PROGRAMS)) else None


def ensure_browser() -> str | None:
    """Make Chromium and a Chinese font available; or return one line that says what to do."""
    if find_browser() and has_chinese_font():
        return None
    return _install("The browser journeys need Chromium and a Chinese font", PACKAGES)


def ensure_webkit() -> str | None:
    """Make WebKitGTK, its driver and a virtual screen available; or return one line that says what to do."""
    return (
        None if find_webkit() else _install("The journey in Safari's engine needs WebKitGTK", WEBKIT_PACKAGES)
    )


def _install(need: str, packages: tuple[str, ...]) -> str | None:
    wanted = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"{need}: as root, `apt-get install {wanted}`."
    print(f"\n== Installing {wanted}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        return f"`apt-get install {wanted}` failed: install them by hand. {need}."
    return None
