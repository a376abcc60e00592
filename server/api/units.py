"""The organisation tree from the caller's unit down."""

from __future__ import annotations

from typing import Any

from schemas import people as wire
from server.api.auth import current_user, session_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store
from server.queries.units import list_units

blueprint = Blueprint("units", __name__, url_prefix="/api/units", description="The organisation tree")


@blueprint.route("")
@session_required
@blueprint.response(200, wire.units)
def units() -> list[dict[str, Any]]:
    """Give the caller's unit and those below it, parents first."""
    with current_store().read() as conn:
        return list_units(conn, current_user().unit_id, current_language())
