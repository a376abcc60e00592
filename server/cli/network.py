"""What `xunzheng import network` says: which lines were left out, what the others make, what is new."""

from __future__ import annotations

import click

from server.cli.base import pick, say, stop
from server.cli.faults import fault_line
from server.services.networks import Outcome

_SHOWN = 200


def report(outcome: Outcome, name: str, *, commit: bool) -> None:
    """Print what became of the file `name`; stops where nothing in it can be used."""
    network = outcome.network
    for fault in network.faults[:_SHOWN]:
        click.echo(fault_line("network", name, fault), err=True)
    if not network.lines:
        raise stop("没有可用的线,没有导入任何内容。", "No line can be used; nothing was imported.")
    if left_out := len(network.faults):
        hidden = left_out - _SHOWN
        more = pick(f"(前 {_SHOWN} 处如上)", f" (the first {_SHOWN} are above)") if hidden > 0 else ""
        say(f"{left_out} 处没有采用{more}。", f"{left_out} left out{more}.")
    kilometres = f"{network.length_m / 1000:.1f}"
    say(
        f"路网 {network.edition}:{len(network.lines)} 条线,{kilometres} 公里,接合端点 {network.ends} 处",
        f"network {network.edition}: {len(network.lines)} lines, {kilometres} km, {network.ends} ends joined",
    )
    _parts(network.parts)
    if outcome.known:
        say("现有路网与此相同。", "The city has this network already.")
    elif commit:
        say("已导入。", "Imported.")
    else:
        say(
            "这是试运行,尚未写入;加 --yes 导入。",
            "This was a dry run, nothing was written; add --yes to import.",
        )


def _parts(parts: int) -> None:
    if parts > 1:
        say(
            f"共有 {parts} 块互不相连:街道只在有共同顶点处相通,请核对。",
            f"It is in {parts} pieces that no way connects: streets meet only where they share a point.",
        )
