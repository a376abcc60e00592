"""The first administrator of a new installation."""

from __future__ import annotations

from typing import Any

from schemas import session as wire
from server.api.auth import own_pages_only
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.queries.people import describe_user
from server.services.setting_up import NewAdmin, first_admin

blueprint = Blueprint("setup", __name__, url_prefix="/api/setup", description="The first administrator")


@blueprint.route("", methods=["POST"])
@own_pages_only
@blueprint.arguments(wire.setup)
@blueprint.response(201, wire.signed_in)
def create(given: dict[str, Any]) -> dict[str, Any]:
    """Spend the one-time link; afterwards sign in."""
    admin = NewAdmin(given["username"], given["name"], given["password"])
    user = first_admin(current_store(), given["token"], admin, current_time())
    with current_store().read() as conn:
        return {"user": describe_user(conn, user, current_language())}
