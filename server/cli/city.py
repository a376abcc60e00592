"""`xunzheng settings`: what the city says of itself, and how long phones keep delivered pictures."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.base import data_option, now, opened, say
from server.domain.city import KEEP_DAYS
from server.queries.about import city_facts
from server.services.city_settings import change_settings
from server.services.people import OPERATOR


@click.command("settings")
@click.option("--organiser", help="Who runs this installation (主办单位).")
@click.option("--filing-no", help="The filing number of the site (备案号).")
@click.option("--complaint", help="Where to complain: a telephone, an address in words or a link.")
@click.option("--keep-days", type=click.IntRange(KEEP_DAYS.start, KEEP_DAYS.stop - 1),
              help="Days that phones keep original pictures after their receipt.")  # fmt: skip
@data_option
def settings_command(data: Path | None, **given: str | int | None) -> None:
    """Set what phones show on their page About; without options, show it."""
    values = {name: value for name, value in given.items() if value is not None}
    with opened(data) as store:
        if values:
            change_settings(store, values, OPERATOR, now())
        with store.read() as conn:
            facts = city_facts(conn)
    for name, value in facts.items():
        say(f"{name}:{value}", f"{name}: {value}")
    if not facts:
        say("还没有设置", "nothing is set yet")
