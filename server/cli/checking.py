"""`xunzheng check` and `missing`: what is not right, and what nobody has sent."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.backing_up import Progress
from server.cli.base import Failure, data_option, now, opened, pick, say, stop
from server.cli.findings import finding_line
from server.queries.missing import longest_log_seen, missing
from server.services import rebuilding
from server.services.checking import Finding, Look, survey
from server.store.store import Store

_REPAIRED = {
    "node": ("存证树已由账本重建", "the tree over the leaves was made again"),
    "view": ("视图已由账本重建", "the views were rebuilt from the ledger"),
    "guard": ("防改触发器已装回", "the append-only guards were put back"),
    "work": ("已补派后台任务", "work was asked for again"),
    "erasure": ("删除清单已补全", "the list of erasures was completed"),
    "upload": ("已清除多余的半截上传", "unfinished uploads of stored pictures were removed"),
}
_KINDS = {"picture": ("照片", "picture"), "preview": ("预览", "preview"), "entry": ("条目", "entry")}


class CannotCheckError(Failure):
    """The failure to look at all: neither well nor damaged."""

    exit_code = 2


@click.command("check")
@click.option("--quick", is_flag=True, help="Read no picture and rebuild no view.")
@click.option("--repair", is_flag=True, help="Make again what can be made again; never leaves or pictures.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A checkpoint kept elsewhere (a file with the signed note) that this log must continue.",
)
@data_option
def check_command(quick: bool, repair: bool, against: tuple[Path, ...], data: Path | None) -> None:  # noqa: FBT001 - click passes options by name
    """Verify everything: database, ledger, checkpoints, signatures, views, pictures, keys, erasures.

    Exit code 0 when all is well, 1 when something is damaged, 2 when it cannot be checked.
    """
    progress = Progress()
    notes = tuple(file.read_text(encoding="utf-8") for file in against)
    look = Look(quick, notes, lambda _part, done, whole: progress(done, whole))
    try:
        with opened(data) as store:
            found = survey(store, look)
            if repair:
                found = _repair(store, found, look)
    except Failure as failure:
        raise CannotCheckError(failure.message) from None
    _tell(found)


def _repair(store: Store, found: list[Finding], look: Look) -> list[Finding]:
    done = rebuilding.repair(store, found, now())
    for part, count in done.items():
        zh, en = _REPAIRED[part]
        say(f"{zh}({count})。", f"Repaired: {en} ({count}).")
    if not done:
        say("没有可以修复的。", "There was nothing to repair.")
    return survey(store, look)


def _tell(found: list[Finding]) -> None:
    damage = [finding for finding in found if finding.grave]
    for finding in found:
        if not finding.grave:
            click.echo(pick("提示:", "Note: ") + finding_line(finding))
    for finding in damage:
        click.echo(finding_line(finding), err=True)
    if damage:
        n = len(damage)
        raise stop(f"发现 {n} 处不符。", f"{n} things do not agree.")
    say("账本、证据与视图一致。", "Ledger, evidence and views agree.")


@click.command("missing")
@data_option
def missing_command(data: Path | None) -> None:
    """List by hash what entries name and nobody has sent: still on phones, or lost with an old server."""
    count = 0
    with opened(data) as store, store.read() as conn:
        for each in missing(conn):
            count += 1
            user, device = each.user, each.device[:10]
            click.echo(f"{pick(*_KINDS[each.kind])} {each.hash} {user} {device} {each.named_at}")
        longest = longest_log_seen(conn)
    if longest:
        say(
            f"手机见过至少 {longest} 条的旧账本(恢复之前)。",
            f"Phones had seen a log of at least {longest} leaves, before a restore.",
        )
    say(f"缺 {count} 项。", f"{count} missing.")
