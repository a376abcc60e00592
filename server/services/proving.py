"""The proofs of one record: its entries and stored pictures, all against one checkpoint."""

from __future__ import annotations

from typing import Any

from server.domain.problems import NotFoundProblem
from server.queries.people import User
from server.queries.proofs import leaves_of_record
from server.queries.record_detail import may_see
from server.services.receipts import prove
from server.store.store import Store


def record_proofs(store: Store, record_id: str, viewer: User) -> dict[str, Any]:
    """Give {entries: [{jws, receipt}], blobs: [{sha256, receipt}], checkpoint}; NotFoundProblem out of scope.

    The entries are all versions of the record and the shots of its pictures.
    """
    with store.read() as conn:
        if not may_see(conn, viewer, record_id):
            raise NotFoundProblem
        entries, blobs = leaves_of_record(conn, record_id)
    contact = prove(store, [*entries, *blobs], None)
    return {
        "entries": [{"jws": jws, "receipt": contact.receipts[index]} for index, jws in entries.items()],
        "blobs": [{"sha256": sha256, "receipt": contact.receipts[index]} for index, sha256 in blobs.items()],
        "checkpoint": contact.checkpoint,
    }
