"""Loading the city's walking network: what can be used of a file becomes one event of many lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.events import Event
from server.domain.imports.network import Network, read_network
from server.domain.imports.sheets import Sheet
from server.queries.walks import gated_places, network_edition
from server.store.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What loading a file did or would do; `known` when the city has the same network already."""

    network: Network
    known: bool


def look_at_network(store: Store, sheets: Sequence[Sheet], datum: str | None) -> Outcome:
    """Say what loading would do, and write nothing."""
    network = read_network(sheets, datum)
    with store.read() as conn:
        return Outcome(network, network.edition == network_edition(conn))


def load_network(
    store: Store, sheets: Sequence[Sheet], datum: str | None, actor: str, now: datetime
) -> Outcome:
    """Replace the city's walking network by the lines of a file; nothing happens where none can be used."""
    network = read_network(sheets, datum)
    with store.write() as tx:
        known = network.edition == network_edition(tx.conn)
        if network.lines and not known:
            said = {
                "edition": network.edition,
                "datum": datum,
                "lines": [list(line) for line in network.lines],
            }
            touches = tuple(f"walks:{place}" for place in gated_places(tx.conn))
            tx.append(Event("network.imported", "import:network", actor, now, said, touches=touches))
    return Outcome(network, known)
