"""Writing a restart note after a backup was restored or the log's key was changed."""

from __future__ import annotations

from datetime import datetime

from server.domain.checkpoint import Signer
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.restart import Restart, write_restart
from server.queries import ledger
from server.store.store import Store


class WrongRecoveryKeyError(ValueError):
    """The recovery key is not the one this installation's phones have pinned."""


def restart_ledger(store: Store, recovery: Signer, reason: str, now: datetime) -> str:
    """Sign and keep the note that lets phones follow the log from its present head; gives its text.

    Raises WrongRecoveryKeyError, and ValueError when the reason is not one line.
    """
    if recovery.vkey != store.settings.get("recovery_vkey"):
        raise WrongRecoveryKeyError(recovery.vkey)
    with store.write() as tx:
        head = ledger.head(tx.conn)
        restart = Restart(store.origin, head.size, head.root, store.signer.vkey, to_text(now), reason)
        note = write_restart(recovery, restart)
        tx.append(Event("ledger.restarted", "ledger", "operator", now, {"note": note, "size": head.size}))
    return note
