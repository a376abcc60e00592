"""What all commands share: the data folder, the two languages, and one clear line for every failure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click

from server.config import REPOSITORY, load_config
from server.domain.problems import Problem
from server.store import restored
from server.store.store import DamagedError, Store, open_store

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


class Failure(click.ClickException):
    """The failure that ends a command with one line and exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line in the terminal's language."""
        click.echo(pick("错误:", "Error: ") + self.format_message(), file=file, err=file is None)


def stop(zh: str, en: str) -> Failure:
    """Make a failure."""
    return Failure(pick(zh, en))


def now() -> datetime:
    """Give this instant; services take it as an argument."""
    return datetime.now(UTC)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--data DIR`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="XUNZHENG_DATA",
        help="The data folder; XUNZHENG_DATA names it too.",
    )(command)


def named(data: Path | None) -> Path:
    """Give the folder that was named; none is guessed, or a command would change another city's data."""
    if data is None:
        raise stop(
            "请用 --data 指明数据目录,或设置 XUNZHENG_DATA",
            "Name the data folder with --data, or XUNZHENG_DATA",
        )
    return data


def _incomplete(data: Path, what: object) -> Failure:
    return stop(
        f"{data} 已损坏或不完整({what}):请停止服务,从备份恢复",
        f"{data} is damaged or incomplete ({what}): stop the server and restore it from a backup",
    )


@contextmanager
def opened(folder: Path | None) -> Iterator[Store]:
    """Open the store of a data folder, and turn what goes wrong inside into one line."""
    data = named(folder)
    if restored.is_unfinished(data):
        raise stop(
            f"{data} 的恢复没有完成:请重新运行 xunzheng restore",
            f"The restore into {data} did not end: run xunzheng restore again",
        )
    if (data / "settings.yaml").exists() and not (data / "blobs").is_dir():
        # Opening would make a new, empty one in the place of a disk that is away.
        raise _incomplete(data, data / "blobs")
    try:
        store = open_store(load_config(data))
    except FileNotFoundError as error:
        if (data / "settings.yaml").exists():
            raise _incomplete(data, error.filename) from None
        raise stop(
            f"{data} 还没有安装:先运行 xunzheng init --data {data}",
            f"{data} holds no installation yet: run xunzheng init --data {data} first",
        ) from None
    except DamagedError as error:
        raise _incomplete(data, error) from None
    except (OSError, ValueError) as error:
        raise stop(f"无法打开 {data}:{error}", f"Cannot open {data}: {error}") from None
    try:
        yield store
    except Problem as problem:
        told = problem.document(language())
        raise Failure(f"{told['title']}: {told['detail']}") from None
    finally:
        store.close()
