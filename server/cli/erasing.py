"""`xunzheng erase`: the lawful erasure of an entry."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.base import data_option, now, opened, say
from server.services import erasing
from server.services.people import OPERATOR


@click.command("erase")
@click.argument("entry", required=False)
@click.option("--ground", help="Why, in one line without names; it is kept in the ledger.")
@click.option("--again", is_flag=True, help="Erase again what a restored backup brought back.")
@data_option
def erase_command(entry: str | None, ground: str | None, again: bool, data: Path | None) -> None:  # noqa: FBT001
    """Erase ENTRY (its hash): its words, and the pictures that only it names.

    All views are made again meanwhile, and phones wait as long as `rebuild` takes.
    """
    ground = " ".join((ground or "").split())
    if not again and not (entry and ground):
        raise click.UsageError("ENTRY and --ground, or --again")
    with opened(data) as store:
        if entry and not again:
            done = erasing.erase(store, entry, erasing.Order(ground, OPERATOR.actor, now()))
        else:
            done = erasing.repeat(store, OPERATOR.actor, now())
    say(
        f"已删除 {len(done)} 条内容;哈希、序号与依据仍在账本。",
        f"Erased the words of {len(done)} entries; hash, number and ground stay in the ledger.",
    )
