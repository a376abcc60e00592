"""A phone that is enrolled already, and its server: made once through the screens, copied for each test."""

from __future__ import annotations

import shutil
import ssl
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from tests.support.chromium import PHONE, Device
from tests.support.faulty_proxy import FaultyProxy
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation


@dataclass(frozen=True)
class Tls:
    """The certificate this phone trusts: the context that shows it, the SHA-256 of its key in base64."""

    context: ssl.SSLContext
    key_hash: str


class Enrolled:
    """The template: a data folder and a browser profile that know each other under the proxy's address."""

    def __init__(
        self, playwright: Playwright, film: Path | None, folder: Path, tls: Tls | None = None
    ) -> None:
        self._playwright, self._film, self._folder, self._tls = playwright, film, folder, tls
        self.proxy = FaultyProxy(0, tls.context if tls else None)

    def make(self, city: Installation, pages: Path) -> None:
        """Enrol the officer on a copy of this city, on a phone that keeps these pages."""
        server = Installation(self._folder)
        server.copy_of(city)
        device = self._device(self._folder)
        self._start(server, pages)
        try:
            officer = Officer(device.open(AT_SCHOOL_GATE), self.proxy.url)
            officer.enrols(server.access["officer"])
            officer.sees("全部送达")
            officer.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        finally:
            device.close()
            server.stop()
        self._access = server.access

    def again(self, folder: Path, pages: Path) -> tuple[Installation, Device]:
        """Copy both, start the server on these pages and give the phone, not yet open."""
        shutil.copytree(self._folder / "data", folder / "data")
        shutil.copytree(self._folder / "profile", folder / "profile")
        server = Installation(folder)
        server.access = dict(self._access)
        self.proxy.reset()
        self._start(server, pages)
        return server, self._device(folder)

    def _start(self, server: Installation, pages: Path) -> None:
        self.proxy.upstream = server.port
        server.behind(self.proxy.url)
        server.serve_pages(pages)
        server.start()

    def _device(self, folder: Path) -> Device:
        device = Device(self._playwright, folder / "profile", self._film, PHONE)
        if self._tls:
            device.flags.append(f"--ignore-certificate-errors-spki-list={self._tls.key_hash}")
        return device
