"""Where the data lies and how the server speaks to the world; read once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from server.limits import Limits, limits_of

REPOSITORY = Path(__file__).resolve().parents[1]
DEMO_ORIGIN = "demo/xunzheng"
VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one installation; `settings` is the text of DIR/settings.yaml, already read.

    `public_url` is the address people open, where somebody said it; empty means wherever they came from.
    """

    data: Path
    database_url: str
    settings: dict[str, Any]
    secure_cookies: bool = False
    public_url: str = ""
    limits: Limits = field(default_factory=Limits)
    pwa: Path = REPOSITORY / "pwa" / "dist"

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded database."""
        return self.database_url.startswith("sqlite")

    @property
    def demo(self) -> bool:
        """True for the fictional city only: its origin says so."""
        return self.settings.get("origin") == DEMO_ORIGIN


def load_config(data: Path | str | None = None, env: Mapping[str, str] | None = None) -> Config:
    """Read the folder's settings and the XUNZHENG_* variables.

    FileNotFoundError when the folder was never made, ValueError when settings.yaml cannot be read.
    """
    env = os.environ if env is None else env
    folder = Path(data or env.get("XUNZHENG_DATA") or REPOSITORY / "data" / "demo").resolve()
    text = (folder / "settings.yaml").read_text(encoding="utf-8")
    settings = _parsed(text)
    url = (
        env.get("XUNZHENG_DATABASE_URL")
        or settings.get("database_url")
        or f"sqlite:///{folder / 'xunzheng.sqlite'}"
    )
    public_url = str(env.get("XUNZHENG_PUBLIC_URL") or settings.get("public_url") or "").rstrip("/")
    return Config(
        data=folder,
        database_url=_with_driver(url),
        settings=settings,
        secure_cookies=env.get("XUNZHENG_SECURE_COOKIES", "") == "1" or public_url.startswith("https://"),
        public_url=public_url,
        limits=limits_of(settings),
        pwa=Path(env.get("XUNZHENG_PWA") or REPOSITORY / "pwa" / "dist"),
    )


def _parsed(text: str) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ValueError(f"settings.yaml, line {line}: {error.problem}") from None
    if not isinstance(settings, dict) or not settings.get("origin"):
        raise ValueError("settings.yaml names no origin")
    return settings


def _with_driver(url: str) -> str:
    # A plain postgresql:// URL means psycopg 2 to SQLAlchemy; we ship psycopg 3.
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
