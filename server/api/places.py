"""Places, for phones and for screens."""

from __future__ import annotations

from typing import Any

from schemas import people as wire
from server.api.auth import reader_required, session_required
from server.api.blueprint import Blueprint
from server.api.current import current_store
from server.domain.problems import NotFoundProblem
from server.queries.near import read_place, search_places

blueprint = Blueprint("places", __name__, url_prefix="/api/places", description="Places that are inspected")
PAGE = 200


@blueprint.route("")
@session_required
@blueprint.arguments(wire.place_search, location="query")
@blueprint.response(200, wire.places)
def search(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Give at most 200 places of a category by name, initials, pinyin or id."""
    with current_store().read() as conn:
        return search_places(conn, given["q"], given["category"], PAGE)


@blueprint.route("/<place_id>")
@reader_required
@blueprint.response(200, wire.place)
def show(place_id: str) -> dict[str, Any]:
    """Give one place."""
    with current_store().read() as conn:
        found = read_place(conn, place_id)
    if found is None:
        raise NotFoundProblem
    return found
