"""One record: everything about it, decisions, and proofs."""

from __future__ import annotations

from typing import Any

from schemas import records as wire
from server.api.auth import current_user, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.problems import NotFoundProblem
from server.domain.review import Ruling
from server.domain.scope import Right
from server.queries.record_detail import read_record
from server.services import proving, reviewing

blueprint = Blueprint("records", __name__, url_prefix="/api/records", description="Records and decisions")


@blueprint.route("/<record_id>")
@right_required(Right.SEE_RECORDS)
@blueprint.response(200, wire.record)
def show(record_id: str) -> dict[str, Any]:
    """Give a record in full."""
    return _record(record_id)


@blueprint.route("/<record_id>/decision", methods=["POST"])
@right_required(Right.DECIDE)
@blueprint.arguments(wire.decision)
@blueprint.response(200, wire.record)
def decide(given: dict[str, Any], record_id: str) -> dict[str, Any]:
    """Accept, return or reject the version the revision stands for."""
    words = given["words"] or ""
    ruling = Ruling(given["decision"], given["revision"], given["reason"], words, given["field"])
    reviewing.decide(current_store(), record_id, current_user(), ruling, current_time())
    return _record(record_id)


@blueprint.route("/<record_id>/undo", methods=["POST"])
@right_required(Right.DECIDE)
@blueprint.arguments(wire.undo)
@blueprint.response(200, wire.record)
def undo(given: dict[str, Any], record_id: str) -> dict[str, Any]:
    """Take the last decision back."""
    reviewing.undo(current_store(), record_id, current_user(), given["revision"], current_time())
    return _record(record_id)


@blueprint.route("/<record_id>/proofs")
@right_required(Right.SEE_RECORDS)
@blueprint.response(200, wire.proofs)
def proofs(record_id: str) -> dict[str, Any]:
    """Give receipts of the record's entries and pictures, all against one checkpoint."""
    return proving.record_proofs(current_store(), record_id, current_user())


def _record(record_id: str) -> dict[str, Any]:
    with current_store().read() as conn:
        found = read_record(conn, record_id, current_user(), current_language())
    if found is None:
        raise NotFoundProblem
    return found
