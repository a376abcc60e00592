"""`xunzheng enrol`, `revoke` and `password`: what the operator of the machine does for people."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.address import only_here, public_url
from server.cli.base import data_option, now, opened, say, stop
from server.cli.sheet import enrol_sheet
from server.queries.people import find_devices, find_user, find_username
from server.services.people import OPERATOR, issue_enrol_code, reset_password, revoke_device
from server.store.keys import write_private
from server.store.store import Store


@click.command("enrol")
@click.argument("user")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a sheet to print (HTML).")
@click.option("--url", help="The address phones open, where it is another than the one served last.")
@data_option
def enrol_command(user: str, out: Path | None, url: str | None, data: Path | None) -> None:
    """Mint a one-time code with which USER (sign-in name or id) enrols one phone."""
    with opened(data) as store:
        issued = issue_enrol_code(store, _user_id(store, user), OPERATOR, now())
        base = (url or public_url(store.config)).rstrip("/")
        link = f"{base}/#/enrol?code={issued.code}"
        say(f"登记码 {issued.code}(7 天内一次有效)", f"code {issued.code} (once, within 7 days)")
        click.echo(link)
        if issued.first_password:
            say(f"初始密码 {issued.first_password}", f"first password {issued.first_password}")
        if out:
            name = (store.settings.get("name") or {}).get("zh") or ""
            _write_sheet(out, enrol_sheet(issued, link, name))
        if only_here(base):
            say(
                f"注意:手机打不开 {base}。请用 --url 或在 settings.yaml 中写上 public_url,再重新发码。",
                f"Note: no phone can open {base}. Give --url, or public_url in settings.yaml, and mint anew.",
            )


# An id may begin with a hyphen, which must not read as an option.
@click.command("revoke", context_settings={"ignore_unknown_options": True})
@click.argument("device")
@click.option("--reason", required=True, help="Why; it is kept in the ledger.")
@data_option
def revoke_command(device: str, reason: str, data: Path | None) -> None:
    """Revoke DEVICE: it may still send what it has, then it is done.

    DEVICE is its id, the beginning of it, or the sign-in name of somebody with one device.
    """
    with opened(data) as store:
        kid, owner = _device(store, device)
        revoke_device(store, kid, reason, OPERATOR, now())
        say(f"已停用 {owner} 的设备 {kid[:10]}。", f"Revoked {owner}'s device {kid[:10]}.")


@click.command("password")
@click.argument("user")
@data_option
def password_command(user: str, data: Path | None) -> None:
    """Give USER a new random password and end all their sessions."""
    with opened(data) as store:
        password = reset_password(store, _user_id(store, user), OPERATOR, now())
        say(f"新密码 {password}", f"new password {password}")


def _device(store: Store, said: str) -> tuple[str, str]:
    with store.read() as conn:
        found = find_devices(conn, said)
    if len(found) == 1:
        return found[0]
    if not found:
        raise stop(f"没有在用的设备 {said}", f"there is no device {said} in use")
    listed = "\n".join(f"  {kid}  {owner}" for kid, owner in found)
    raise stop(f"{said} 有多台设备,请写编号:\n{listed}", f"{said} means several devices, name one:\n{listed}")


def _write_sheet(out: Path, page: str) -> None:
    try:
        write_private(out, page)
    except OSError as error:
        raise stop(f"无法写入 {out}:{error.strerror}", f"Cannot write {out}: {error.strerror}") from None
    say(f"登记单已写入 {out}", f"the sheet is in {out}")


def _user_id(store: Store, name: str) -> str:
    with store.read() as conn:
        user = find_username(conn, name) or find_user(conn, name)
    if user is None:
        raise stop(f"没有用户 {name}", f"there is no user {name}")
    return user.id
