"""`xunzheng basemap`: the map that phones keep for use without a network."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.base import data_option, now, opened, say, stop
from server.domain.pmtiles import PmtilesError
from server.services.basemaps import offer_basemap, withdraw_basemap
from server.services.people import OPERATOR

_MB = 1_000_000


@click.command("basemap")
@click.argument("archive", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--credit", default="", help="Whose map it is, shown on it; for example © OpenStreetMap.")
@click.option("--none", "withdraw", is_flag=True, help="Offer no basemap any more.")
@data_option
def basemap_command(archive: Path | None, credit: str, withdraw: bool, data: Path | None) -> None:  # noqa: FBT001
    """Offer ARCHIVE (PMTiles 3 with PNG, JPEG or WebP tiles) to all phones.

    Officers see its size and decide when to fetch it. Keep the file: backups leave it out.
    """
    if (archive is None) != withdraw:
        raise click.UsageError("ARCHIVE or --none")
    with opened(data) as store:
        if archive is None:
            withdraw_basemap(store, OPERATOR.actor, now())
            say("不再提供底图。", "No basemap is offered any more.")
            return
        try:
            said = offer_basemap(store, archive, " ".join(credit.split()), OPERATOR.actor, now())
        except PmtilesError as error:
            raise stop(
                f"{archive.name} 不能用作底图:{error}", f"{archive.name} is no basemap: {error}"
            ) from None
    size = f"{said['bytes'] / _MB:.1f} MB"
    say(
        f"已提供底图,{size};手机下次联网后可下载。",
        f"Offered, {size}; phones can fetch it after their next contact.",
    )
