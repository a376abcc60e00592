"""The city's own settings, and the desk's way of taking in what a phone exported."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from schemas import upkeep as wire
from server.api.auth import current_user, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_store, current_time
from server.domain.problems import InvalidRequestProblem
from server.domain.scope import Right
from server.queries import about as facts
from server.services import city_settings, taking_in
from server.services.people import manager_of
from server.services.taking_in import Opened, Piece

blueprint = Blueprint(
    "upkeep", __name__, url_prefix="/api", description="The city's settings, exported files"
)


@blueprint.route("/settings")
@right_required(Right.SET_CITY)
@blueprint.response(200, wire.city_settings)
def settings() -> dict[str, Any]:
    """Give the city's settings as far as they were set."""
    with current_store().read() as conn:
        return facts.city_facts(conn)


@blueprint.route("/settings", methods=["PUT"])
@right_required(Right.SET_CITY)
@blueprint.arguments(wire.city_settings)
@blueprint.response(200, wire.city_settings)
def change_settings(given: dict[str, Any]) -> dict[str, Any]:
    """Set those that are named; phones show them after their next contact."""
    city_settings.change_settings(current_store(), given, manager_of(current_user()), current_time())
    with current_store().read() as conn:
        return facts.city_facts(conn)


@blueprint.route("/exports/<kid>", methods=["POST"])
@right_required(Right.TAKE_IN)
@blueprint.arguments(wire.export_opened)
@blueprint.response(204)
def opened(given: dict[str, Any], kid: str) -> None:
    """Write down that a phone's file was opened; comes before anything of it is taken in."""
    said = Opened(kid, given["format"], given["how"], given["made_at"])
    taking_in.note_opening(current_store(), said, manager_of(current_user()), current_time())


@blueprint.route("/exports/<kid>/entries", methods=["POST"])
@right_required(Right.TAKE_IN)
@blueprint.arguments(wire.export_entries)
@blueprint.response(200, wire.export_taken)
def entries(given: dict[str, Any], kid: str) -> dict[str, int]:
    """Admit entries of the file as if the phone had sent them."""
    manager = manager_of(current_user())
    counts = taking_in.take_entries(current_store(), kid, given["entries"], manager, current_time())
    return {state: counts[state] for state in ("admitted", "known", "refused")}


@blueprint.route("/exports/<kid>/pieces", methods=["POST"])
@right_required(Right.TAKE_IN)
@blueprint.arguments(wire.export_piece)
@blueprint.response(200, wire.export_standing)
def piece(given: dict[str, Any], kid: str) -> dict[str, int]:
    """Take in bytes of a picture; it becomes evidence once whole and true to its hash."""
    try:
        data = base64.b64decode(given["data"], validate=True)
    except (ValueError, binascii.Error):
        raise InvalidRequestProblem(fields={"data": ["not base64"]}) from None
    part = Piece(given["sha256"], given["length"], given["offset"], data)
    standing = taking_in.take_piece(current_store(), kid, part, manager_of(current_user()), current_time)
    return {"offset": standing.offset, "length": standing.length}
