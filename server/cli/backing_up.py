"""`xunzheng backup` and `restore`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from server.cli.base import Failure, data_option, named, now, opened, say, stop
from server.cli.findings import finding_line
from server.services.backing_up import Done, Places, SamePlaceError, back_up
from server.services.restoring import Restored, Wanted, WrongKeysError, restore
from server.store.backup_folder import BackupFolder, BadBackupError
from server.store.copying import DatabaseInUseError
from server.store.store import DamagedError

_TOLD_EVERY_S = 5.0
_folder = click.Path(path_type=Path, file_okay=False)
_file = click.Path(path_type=Path, exists=True, dir_okay=False)


class Progress:
    """A line now and then while something takes long."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _TOLD_EVERY_S

    def __call__(self, done: int, whole: int) -> None:
        """Tell how many of how many are done."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _TOLD_EVERY_S
            click.echo(f"{done} / {whole}", err=True)


@click.command("backup")
@click.option("--to", "target", type=_folder, required=True, help="The folder of backups, on another disk.")
@click.option(
    "--keys-to", "keys", type=_folder, help="Copy the server's keys and the list of erasures here: elsewhere."
)
@click.option("--keep", type=click.IntRange(1), help="Forget all but the newest so many backups.")
@data_option
def backup_command(target: Path, keys: Path | None, keep: int | None, data: Path | None) -> None:
    """Back up a data folder, also while it is served: the database, then the pictures that are new."""
    with opened(data) as store:
        try:
            done = back_up(store, Places(target, keys, keep), now(), Progress())
        except SamePlaceError as error:
            raise stop(
                f"{error} 与数据目录或备份目录重叠:请放在别处",
                f"{error} overlaps with the data folder or the backup: name a place apart",
            ) from None
        except OSError as error:
            raise stop(f"备份没有完成:{error}", f"The backup is not complete: {error}") from None
    _tell_backup(done, target, with_keys=keys is not None)


def _tell_backup(done: Done, target: Path, *, with_keys: bool) -> None:
    say(
        f"备份 {target} / {done.name}:账本 {done.leaves} 条,照片 {done.pictures} 张(新增 {done.copied} 张)。",
        f"Backup {target} / {done.name}: {done.leaves} leaves, {done.pictures} pictures, {done.copied} new.",
    )
    if done.forgotten:
        say(f"清除旧备份 {done.forgotten} 份。", f"Forgot {done.forgotten} older backups.")
    if not with_keys:
        say(
            "密钥与删除清单不在备份里:请用 --keys-to 另存他处。",
            "The keys and the list of erasures are not in it: copy them elsewhere with --keys-to.",
        )
    for sha256 in done.damaged:
        click.echo(sha256, err=True)
    if done.damaged:
        n = len(done.damaged)
        raise stop(f"{n} 张照片已缺失或损坏,未能备份(如上)。", f"{n} pictures are damaged here (above).")


@click.command("restore")
@click.option("--from", "source", type=_folder, required=True, help="The folder that `backup` wrote.")
@click.option("--backup", "name", help="Which backup, e.g. 2026-11-22T030000Z (default: the newest).")
@click.option("--keys-from", "keys", type=_folder, help="The folder that `backup --keys-to` wrote.")
@click.option("--new-keys", is_flag=True, help="The keys are lost: make new ones.")
@click.option("--erasures", type=_file, help="The newest list of erasures (default: the one with the keys).")
@click.option("--database-url", help="An empty PostgreSQL database (default: SQLite in the data folder).")
@data_option
def restore_command(new_keys: bool, **given: Any) -> None:  # noqa: FBT001 - click passes options by name
    """Make an installation of a backup, in an empty folder; everything is verified, erasures are repeated."""
    if (given["keys"] is None) != new_keys:
        raise click.UsageError("--keys-from DIR, or --new-keys")
    given["data"] = named(given["data"])
    wanted = Wanted(**given)
    with _told(wanted):
        done = restore(wanted, now(), Progress())
    _tell_restored(done, wanted)


@contextmanager
def _told(wanted: Wanted) -> Iterator[None]:
    """Turn what stops a restore into one line."""
    try:
        yield
    except BadBackupError as error:
        raise _damaged_backup(error) from None
    except WrongKeysError as error:
        raise stop(f"{error} 里的密钥不属于这份备份", f"the keys in {error} are not this backup's") from None
    except FileExistsError:
        raise stop(f"{wanted.data} 不是空目录", f"{wanted.data} is not empty: name an empty folder") from None
    except DatabaseInUseError:
        raise stop("数据库里已有数据:请用空库", "the database is not empty: name another one") from None
    except (OSError, DamagedError) as error:
        raise stop(f"恢复没有完成:{error}", f"The restore is not complete: {error}") from None


def _damaged_backup(error: BadBackupError) -> Failure:
    return stop(f"备份不完整或已损坏:{error}", f"The backup is incomplete or damaged: {error}")


def _tell_restored(done: Restored, wanted: Wanted) -> None:
    say(
        f"已恢复备份 {done.name}({done.made_at}):账本 {done.leaves} 条,照片 {done.pictures} 张。",
        f"Restored backup {done.name} of {done.made_at}: {done.leaves} leaves, {done.pictures} pictures.",
    )
    for name in BackupFolder(wanted.source).cut_short():
        say(f"备份 {name} 未完成,未使用。", f"Backup {name} was cut short and not used.")
    if done.knows_erasures:
        say(f"按清单重新删除 {done.erased} 条。", f"Erased {done.erased} entries again.")
    else:
        say(
            "没有删除清单:备份之后删除的内容又回来了;找到清单后运行 xunzheng erase --again。",
            "No list of erasures: what was erased since is back. Find the list, then xunzheng erase --again.",
        )
    say(
        "若备份之后手机发过东西:先运行 xunzheng restart-note,再启动服务。",
        "If phones sent anything after the backup: run xunzheng restart-note before you serve.",
    )
    for finding in done.findings:
        click.echo(finding_line(finding), err=True)
    if done.findings:
        n = len(done.findings)
        raise stop(f"备份里有 {n} 处缺失或不符(如上)。", f"{n} things are missing or do not agree (above).")
