"""The demo city of `xunzheng serve --demo`: made when it is not there, its accounts printed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from server.cli.base import now, opened, pick, say, stop
from server.config import load_config
from server.demo.accounts import renew_codes
from server.demo.seed import seed
from server.demo.units import PEOPLE
from server.services.setting_up import strangers_in

_SHARED = "xunfang-2026"
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"


def prepare_demo(data: Path) -> None:
    """Make the demo city where it is missing, hand out fresh enrolment codes and print the accounts."""
    if not (data / "settings.yaml").exists():
        _make(data)
    if not load_config(data).demo:
        raise stop(f"{data} 是真实安装,不是演示城市", f"{data} is a real installation, not the demo city")
    with opened(data) as store:
        accounts = renew_codes(store, now())
    say("演示城市的账号:", "Accounts of the demo city:")
    for account in accounts:
        code = pick("登记码", "code") + f" {account['code']}" if account["code"] else ""
        roles = ",".join(account["roles"])
        click.echo(f"  {account['username']:<12} {account['password']:<14} {roles:<18} {code}")


def _make(data: Path) -> None:
    strangers = strangers_in(data)
    if strangers:
        raise stop(
            f"{data} 里有别的东西({strangers[0]}):请用空目录",
            f"{data} holds other things ({strangers[0]}): name an empty folder",
        )
    say("正在生成演示城市(约一分钟)……", "Making the demo city (about a minute)…")
    fresh = data.with_name(f"{data.name}.fresh") if data.exists() else data
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        seed(fresh, _passwords(), now(), click.echo)
        if fresh != data:
            _move_into(fresh, data)
    except OSError as error:
        raise stop(f"无法写入 {data}:{error}", f"Cannot write to {data}: {error}") from None


def _move_into(fresh: Path, data: Path) -> None:
    # settings.yaml goes last: it is what says that an installation is whole.
    for part in sorted(fresh.iterdir(), key=lambda path: path.name == "settings.yaml"):
        part.rename(data / part.name)
    fresh.rmdir()


def _passwords() -> dict[str, str]:
    random = os.environ.get("XUNZHENG_DEMO_PASSWORDS") == "random"
    return {person.username: _random() if random else _SHARED for person in PEOPLE}


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(12))
