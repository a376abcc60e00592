"""What all commands share: the data folder, the two languages, and one clear line for every failure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from server.config import REPOSITORY, load_config
from server.domain.problems import Problem
from server.store.store import Store, open_store

DEMO_FOLDER = REPOSITORY / "data" / "demo"
APPLICATION = "server.app:create_app"


def language() -> str:
    """Give `zh` or `en`, after XUNZHENG_LANG or the terminal's own language."""
    said = os.environ.get("XUNZHENG_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if said.lower().startswith("zh") else "en"


def pick(zh: str, en: str) -> str:
    """Give the words in the terminal's language."""
    return zh if language() == "zh" else en


def say(zh: str, en: str) -> None:
    """Print a line in the terminal's language."""
    click.echo(pick(zh, en))


def stop(zh: str, en: str) -> click.ClickException:
    """Make the failure that ends a command with one line and exit code 1."""
    return click.ClickException(pick(zh, en))


def now() -> datetime:
    """Give this instant; services take it as an argument."""
    return datetime.now(UTC)


def public_url() -> str:
    """Give the address people open, without a slash at its end."""
    return os.environ.get("XUNZHENG_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--data DIR`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="XUNZHENG_DATA",
        default=DEMO_FOLDER,
        help="The data folder (default: the demo city's).",
    )(command)


@contextmanager
def opened(data: Path) -> Iterator[Store]:
    """Open the store of a data folder, and turn what goes wrong inside into one line."""
    try:
        store = open_store(load_config(data))
    except FileNotFoundError:
        raise stop(
            f"{data} 还没有安装:先运行 xunzheng init --data {data}",
            f"{data} holds no installation yet: run xunzheng init --data {data} first",
        ) from None
    except OSError as error:
        raise stop(f"无法打开 {data}:{error}", f"Cannot open {data}: {error}") from None
    try:
        yield store
    except Problem as problem:
        told = problem.document(language())
        raise click.ClickException(f"{told['title']}: {told['detail']}") from None
    finally:
        store.close()
