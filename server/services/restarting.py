"""Writing a restart note after a backup was restored or the log's key was changed.

After a restore the note names the head that the backup had: what the restored server wrote since then
stands at places where phones hold receipts for something else. Sessions, enrolment codes and links that
the lost history had used up would work again: they end with it.
"""

from __future__ import annotations

from datetime import datetime

from server.domain.checkpoint import Signer
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.restart import Restart, write_restart
from server.queries import ledger
from server.store import accounts, restored
from server.store.store import Store


class WrongRecoveryKeyError(ValueError):
    """The recovery key is not the one this installation's phones have pinned."""


def restart_ledger(store: Store, recovery: Signer, reason: str, now: datetime) -> str:
    """Sign and keep the note that lets phones follow the log from its present head; gives its text.

    Raises WrongRecoveryKeyError, and ValueError when the reason is not one line.
    """
    if recovery.vkey != store.settings.get("recovery_vkey"):
        raise WrongRecoveryKeyError(recovery.vkey)
    ended = restored.ended(store.config.data)
    with store.write() as tx:
        head = ended or ledger.head(tx.conn)
        if ledger.root_at(tx.conn, head.size) != head.root:
            raise ValueError("the log does not continue what was restored")
        restart = Restart(store.origin, head.size, head.root, store.signer.vkey, to_text(now), reason)
        note = write_restart(recovery, restart)
        if ended:
            accounts.end_tickets(tx.conn)
        tx.append(Event("ledger.restarted", "ledger", "operator", now, {"note": note, "size": head.size}))
    restored.told(store.config.data)
    return note
