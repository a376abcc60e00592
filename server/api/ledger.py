"""The ledger speaks to anyone: checkpoints, proofs and public leaves."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.journal import ConsistencySchema
from schemas.ledger import (
    ConsistencyQuerySchema,
    InclusionQuerySchema,
    InclusionSchema,
    LeafSchema,
    RestartsSchema,
)
from server.api.blueprint import Blueprint
from server.api.current import current_store
from server.api.description import answer
from server.domain.problems import NotFoundProblem, RangeProblem
from server.queries import ledger

blueprint = Blueprint("ledger", __name__, url_prefix="/api/ledger", description="The append-only ledger")


@blueprint.get("/checkpoint")
@blueprint.doc(responses={200: answer("A signed note", {"text/plain": {"schema": {"type": "string"}}})})
def checkpoint() -> Response:
    """Give the newest checkpoint as a signed note."""
    store = current_store()
    with store.read() as conn:
        note = store.checkpoint(ledger.head(conn))
    return Response(note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@blueprint.get("/consistency")
@blueprint.arguments(ConsistencyQuerySchema, location="query")
@blueprint.response(200, ConsistencySchema)
def consistency(said: dict[str, int]) -> dict[str, Any]:
    """Prove that the log of one size is the beginning of the log of another."""
    old, new = said["old"], said["new"]
    with current_store().read() as conn:
        size = ledger.head(conn).size
        if not old <= new <= size:
            raise RangeProblem(size=size)
        return {"from": old, "to": new, "proof": ledger.consistency(conn, old, new)}


@blueprint.get("/inclusion")
@blueprint.arguments(InclusionQuerySchema, location="query")
@blueprint.response(200, InclusionSchema)
def inclusion(said: dict[str, int]) -> dict[str, Any]:
    """Prove that a leaf stands in the log of a size."""
    with current_store().read() as conn:
        size = ledger.head(conn).size
        if not said["index"] < said["size"] <= size:
            raise RangeProblem(size=size)
        return {**said, "proof": ledger.inclusion(conn, said["index"], said["size"])}


@blueprint.get("/leaves/<int:index>")
@blueprint.response(200, LeafSchema)
def leaf(index: int) -> dict[str, Any]:
    """Give one leaf, verbatim."""
    with current_store().read() as conn:
        if index >= ledger.head(conn).size:
            raise NotFoundProblem
        return {"index": index, "leaf": ledger.leaf_text(conn, index)}


@blueprint.get("/restarts")
@blueprint.response(200, RestartsSchema)
def restarts() -> dict[str, Any]:
    """Give all restart notes, newest first."""
    with current_store().read() as conn:
        return {"restarts": [{"size": size, "note": note} for size, note in ledger.restart_notes(conn)]}
