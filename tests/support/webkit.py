"""WebKitGTK as a phone: Debian's build of Safari's engine, with a mock camera, on a screen of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from typing import Any

from PIL import ImageGrab

from tests.support.browser import find_webkit
from tests.support.chromium import SCREENSHOTS, Spot
from tests.support.installation import free_port
from tests.support.webdriver import RefusedError, WebDriver

ARGUMENTS = ["--automation", "--enable-mock-capture-devices=true", "--enable-media-stream=true"]
SLOW_S = 30.0
STEP_S = 0.1
# A position never comes here: nobody answers for one without a desktop session.
POSITION = """const [latitude, longitude, accuracy] = arguments;
const coords = { latitude, longitude, accuracy, altitude: null };
const tell = (done) => setTimeout(() => done({ coords, timestamp: Date.now() }), 50);
navigator.geolocation.getCurrentPosition = tell;
navigator.geolocation.watchPosition = (done) => { tell(done); return 1; };
navigator.geolocation.clearWatch = () => {};"""
FIND = """const [tags, words] = arguments;
const shown = (one) => one.getClientRects().length > 0 && !one.disabled;
const name = (one) => (one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText).trim();
const fits = (text) => text === words || text.split("\\n")[0].trim() === words;
const found = [...document.querySelectorAll(tags)].filter((one) => shown(one) && fits(name(one)));
found[0]?.scrollIntoView({ block: "center" });
return found[0] ?? null;"""
# Letter by letter through a virtual keyboard, some get lost on a busy machine.
WRITE = """arguments[0].focus();
arguments[0].select();
document.execCommand("insertText", false, arguments[1]);"""
SHOWN = "return document.body.innerText;"


class WebKit:
    """One phone-sized window; its store lives as long as this object does, as in a private window."""

    def __init__(self) -> None:
        self._screen, display = _virtual_screen()
        port = free_port()
        self.display = display
        self._driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"],
            env={
                **os.environ,
                "DISPLAY": display,
                "GDK_BACKEND": "x11",
                "LANG": "C.UTF-8",
                "TZ": "Asia/Shanghai",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_for(port)
        options = {"binary": str(find_webkit()), "args": ARGUMENTS}
        self.driver = WebDriver(port, {"webkitgtk:browserOptions": options})
        self.driver.resizes(430, 860)

    def opens(self, url: str, spot: Spot) -> None:
        self.driver.opens(url)
        self.stands(spot)

    def starts_again(self, spot: Spot) -> None:
        """Load the app anew, from what it keeps."""
        self.driver.reloads()
        self.stands(spot)

    def stands(self, spot: Spot) -> None:
        self.driver.runs(POSITION, spot["latitude"], spot["longitude"], spot["accuracy"])

    def sees(self, words: str, within_s: float = SLOW_S) -> None:
        _until(
            lambda: words in self.driver.runs(SHOWN),
            within_s,
            lambda: f"{words} in:\n{self.driver.runs(SHOWN)}",
        )

    def counts(self, selector: str, many: int) -> None:
        """Wait until so many of these are on the page."""
        script = "return document.querySelectorAll(arguments[0]).length;"
        _until(
            lambda: self.driver.runs(script, selector) == many,
            SLOW_S,
            lambda: f"{many} {selector} in:\n{self.driver.runs(SHOWN)}",
        )

    def taps(self, name: str, tags: str = "button, a") -> None:
        """Tap what has this name, as soon as it is there and can be tapped."""
        self.driver.clicks(self._finds(tags, name))

    def writes(self, label: str, words: str) -> None:
        self.driver.runs(WRITE, self._finds("input, textarea", label), words)

    def offers(self, name: str) -> bool:
        return self.driver.runs(FIND, "button, a", name) is not None

    def picture(self, name: str) -> None:
        """Write what the virtual screen shows to the git-ignored folder screenshots/."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        ImageGrab.grab(xdisplay=self.display).save(SCREENSHOTS / f"{name}.png")

    def close(self) -> None:
        with suppress(RefusedError, OSError):
            self.driver.close()
        os.killpg(self._driver.pid, signal.SIGTERM)
        self._driver.wait(10)
        self._screen.terminate()
        self._screen.wait(10)

    def _finds(self, tags: str, name: str) -> dict[str, str]:
        found: list[Any] = []

        def looks() -> bool:
            found[:] = [self.driver.runs(FIND, tags, name)]
            return found[0] is not None

        _until(looks, SLOW_S, lambda: f"{name} to tap in:\n{self.driver.runs(SHOWN)}")
        element: dict[str, str] = found[0]
        return element


def _virtual_screen() -> tuple[subprocess.Popen[bytes], str]:
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "480x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        return screen, f":{said.readline().strip()}"


def _wait_for(port: int) -> None:
    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    _until(listens, SLOW_S, lambda: "a driver that listens")


def _until(holds: Any, within_s: float, wanted: Any) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen: {wanted()}")
        time.sleep(STEP_S)
