"""`xunzheng init`: a real installation in an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from schemas.catalogue import first_edition
from server.cli.address import public_url
from server.cli.base import data_option, named, now, opened, say, stop
from server.queries.about import newest_edition
from server.services.catalogues import publish_edition
from server.services.setting_up import make_folder, mint_setup_token, strangers_in
from server.store.store import Store


@click.command("init")
@click.option("--name", "name_zh", default="巡证", help="The city's name, in Chinese.")
@click.option("--name-en", default="Xunzheng", help="The city's name, in English.")
@click.option("--origin", help="The ledger's name; it never changes (default: xunzheng/ and 8 letters).")
@data_option
def init_command(name_zh: str, name_en: str, origin: str | None, data: Path | None) -> None:
    """Make a data folder: keys, database, first catalogue, and a link for the first administrator."""
    folder = named(data)
    install(folder, name_zh, name_en, origin)
    with opened(folder) as store:
        welcome(store)


def install(data: Path, name_zh: str, name_en: str, origin: str | None) -> None:
    """Make the folder and publish the first edition."""
    if origin and (origin.startswith("demo/") or any(not ch.isprintable() or ch in " +" for ch in origin)):
        raise stop(
            "账本名不能含空格或加号,也不能以 demo/ 开头",
            "an origin has no spaces or plus signs and does not begin with demo/",
        )
    strangers = strangers_in(data)
    if strangers:
        raise stop(
            f"{data} 里有别的东西({strangers[0]}),又不是巡证的数据目录:请用空目录",
            f"{data} holds other things ({strangers[0]}) and no installation: name an empty folder",
        )
    try:
        recovery = make_folder(data, name_zh, name_en, origin)
    except FileExistsError:
        raise stop(f"{data} 已经安装过", f"{data} holds an installation already") from None
    except OSError as error:
        raise stop(f"无法写入 {data}:{error.strerror}", f"Cannot write to {data}: {error.strerror}") from None
    with opened(data) as store:
        publish_first_edition(store)
    say(
        f"恢复密钥在 {recovery}:请移到离线介质保存,并从本机删除。",
        f"The recovery keys are in {recovery}: move them to an offline medium and off this machine.",
    )


def publish_first_edition(store: Store) -> None:
    """Publish the catalogue that comes with the program where a first start was cut short before it."""
    with store.read() as conn:
        if newest_edition(conn):
            return
    publish_edition(store, first_edition(), "setup", now())


def welcome(store: Store, url: str | None = None) -> None:
    """Print the one-time link while there is no administrator."""
    token = mint_setup_token(store, now())
    if token:
        link = f"{url or public_url(store.config)}/desk#/setup?token={token}"
        say(f"首位管理员(7 天内一次有效):{link}", f"First administrator (once, within 7 days): {link}")
