"""The journal endpoint: the phone says what it has, the server says what it holds and proves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, jsonify

from schemas.journal import (
    BatchAnswerSchema,
    BatchSchema,
    HeadAnswerSchema,
    ReceiptsAnswerSchema,
    ReceiptsQuerySchema,
)
from server.api.auth import device_required, device_token
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.clock_text import to_text
from server.services import device_access, receipts, sync
from server.services.receipts import Seen
from server.services.sync import Batch, Outcome, Result
from server.store.store import Store

BATCH = BatchSchema()
blueprint = Blueprint("journal", __name__, url_prefix="/api", description="The journal of a device")


@blueprint.get("/journal/head")
@device_required
@blueprint.response(200, HeadAnswerSchema)
def head() -> dict[str, Any]:
    """Tell the newest entry the server has of this device."""
    have = sync.head(current_store(), device_token().kid)
    return {"seq": have.seq, "hash": have.hash, "server_time": to_text(current_time())}


@blueprint.post("/journal")
@device_required
@blueprint.arguments(BATCH)
@blueprint.response(200, BatchAnswerSchema)
def replicate(said: dict[str, Any]) -> Response:
    """Take in a batch of entries; sending twice is harmless."""
    now = current_time()
    outcome = take_in(current_store(), device_token().kid, said, now)
    # Written as it is: the schema describes this answer and need not walk through it.
    return jsonify(answer(outcome, now, current_language))


def take_in(store: Store, kid: str, said: dict[str, Any], now: datetime) -> Outcome:
    """Take in what a device said, in the shape of BATCH."""
    missing = frozenset((each["seq"], each["hash"]) for each in said["missing"])
    batch = Batch(tuple(said["entries"]), missing, _seen(said["seen"]), said["unsent"])
    return sync.accept(store, kid, batch, now)


def answer(outcome: Outcome, now: datetime, language: Callable[[], str]) -> dict[str, Any]:
    """Say what became of a batch, refusals in this language."""
    contact = outcome.contact
    return {
        "results": [_result(each, language) for each in outcome.results],
        "have": {"seq": outcome.have.seq, "hash": outcome.have.hash},
        "receipt": None if outcome.leaf is None else contact.receipts[outcome.leaf],
        "consistency": contact.consistency,
        "restart": contact.restart,
        "revoked": outcome.revoked,
        "server_time": to_text(now),
    }


@blueprint.post("/receipts")
@device_required
@blueprint.arguments(ReceiptsQuerySchema)
@blueprint.response(200, ReceiptsAnswerSchema)
def prove_blobs(said: dict[str, Any]) -> dict[str, Any]:
    """Give the receipts of stored pictures, all under one checkpoint."""
    store, kid = current_store(), device_token().kid
    device_access.check_known(store, kid)
    return receipts.blob_receipts(store, kid, said["blobs"], _seen(said["seen"]))


def _seen(said: dict[str, Any] | None) -> Seen | None:
    return Seen(said["size"], said["root"]) if said else None


def _result(result: Result, language: Callable[[], str]) -> dict[str, Any]:
    flags = [{"code": flag.code, "detail": flag.detail} for flag in result.flags]
    shown: dict[str, Any] = {"hash": result.hash, "state": result.state, "flags": flags}
    if result.problem is not None:
        shown["problem"] = result.problem.document(language())
    return shown
