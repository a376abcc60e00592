"""The review queue and its counts."""

from __future__ import annotations

from typing import Any

from schemas import queue as wire
from server.api.auth import current_user, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store
from server.domain.problems import InvalidRequestProblem
from server.domain.scope import Right
from server.queries.counts import read_counts
from server.queries.filters import Cursor, Filters, read_cursor
from server.queries.queue import Page, read_queue

blueprint = Blueprint("queue", __name__, url_prefix="/api/queue", description="Records waiting for review")


@blueprint.route("")
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.queue_filters, location="query")
@blueprint.response(200, wire.queue_page)
def show(given: dict[str, Any]) -> dict[str, Any]:
    """Give a page of records in one state, oldest first."""
    page = Page(_cursor(given.pop("cursor")), given.pop("limit"))
    with current_store().read() as conn:
        return read_queue(conn, current_user(), Filters(**given), page, current_language())


@blueprint.route("/counts")
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.filters, location="query")
@blueprint.response(200, wire.queue_counts)
def counts(given: dict[str, Any]) -> dict[str, Any]:
    """Give how many records wait, by state, unit, item and flag; `q` is not counted."""
    with current_store().read() as conn:
        return read_counts(conn, current_user(), Filters(**given), current_language())


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    cursor = read_cursor(text)
    if cursor is None:
        raise InvalidRequestProblem(fields={"cursor": ["Not a cursor of this queue."]})
    return cursor
