"""`xunzheng open-export`: what a phone could not send, opened with the offline recovery key."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from server.cli.base import data_option, now, opened, say, stop
from server.domain.problems import Problem
from server.services import taking_in
from server.services.people import OPERATOR
from server.services.taking_in import Opened, Piece
from server.services.unsealing import Export, UnreadableExportError, open_export
from server.store.keys import write_private
from server.store.store import Store

_BATCH = 50


@click.command("open-export")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--recovery",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The file of offline recovery keys that `init` wrote.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write entries and pictures here."
)
@click.option("--admit", is_flag=True, help="Take it all in, as if the phone had sent it.")
@data_option
def open_export_command(
    file: Path, recovery: Path, out: Path | None, data: Path | None, **options: bool
) -> None:
    """Open FILE, the encrypted export of a phone."""
    export = _read(file, recovery)
    n, pictures = len(export.entries), len(export.pictures)
    say(
        f"{export.user} 于 {export.made_at} 导出:{n} 条、{pictures} 张",
        f"{export.user} exported {n} entries and {pictures} pictures at {export.made_at}",
    )
    _tell_more(export)
    if out:
        _write(export, out)
        say(f"已写入 {out}", f"Written to {out}")
    if options["admit"]:
        with opened(data) as store:
            _admit(store, export)


def _read(file: Path, recovery: Path) -> Export:
    try:
        private = json.loads(recovery.read_text(encoding="ascii"))["seal_private_jwk"]
        return open_export(file.read_bytes(), private)
    except (KeyError, UnicodeDecodeError, json.JSONDecodeError):
        raise stop(f"{recovery} 不是恢复密钥文件", f"{recovery} is no file of recovery keys") from None
    except UnreadableExportError as error:
        raise stop(f"无法打开 {file}:{error}", f"Cannot open {file}: {error}") from None


def _tell_more(export: Export) -> None:
    if export.drafts:
        n = len(export.drafts)
        say(f"另有草稿 {n} 份,只能写出,不能收入", f"{n} drafts as well: they can be written, not admitted")
    if export.damaged:
        names = " ".join(export.damaged)
        say(f"打不开(已损坏):{names}", f"damaged, not opened: {names}")


def _write(export: Export, out: Path) -> None:
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(out / "journal.jws", "".join(f"{entry}\n" for entry in export.entries))
    write_private(out / "drafts.jsonl", "".join(f"{draft}\n" for draft in export.drafts))
    for sha256, content in export.pictures.items():
        (out / f"{Path(sha256).name}.bin").write_bytes(content)


def _admit(store: Store, export: Export) -> None:
    states: Counter[str] = Counter()
    told = Opened(export.kid, export.format, "recovery", export.made_at)
    taking_in.note_opening(store, told, OPERATOR, now())
    for start in range(0, len(export.entries), _BATCH):
        batch = export.entries[start : start + _BATCH]
        states += taking_in.take_entries(store, export.kid, batch, OPERATOR, now())
    kept = sum(_keep(store, export.kid, sha256, content) for sha256, content in export.pictures.items())
    new, known, refused = (states[state] for state in ("admitted", "known", "refused"))
    say(
        f"收入 {new} 条、已有 {known} 条、拒绝 {refused} 条;照片 {kept} 张",
        f"admitted {new}, known {known}, refused {refused}; {kept} pictures",
    )


def _keep(store: Store, kid: str, sha256: str, content: bytes) -> bool:
    try:
        standing = taking_in.take_piece(store, kid, Piece(sha256, len(content), 0, content), OPERATOR, now)
    except Problem as problem:
        click.echo(f"{sha256}: {problem.code}", err=True)
        return False
    return standing.offset == standing.length
