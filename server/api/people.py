"""People, their enrolment codes, and their devices."""

from __future__ import annotations

from typing import Any

import segno
from flask import request

from schemas import people as wire
from server.api.auth import current_user, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.clock_text import to_text
from server.domain.scope import Right
from server.queries.people import list_people
from server.services.people import issue_enrol_code, manager_of, revoke_device

blueprint = Blueprint("people", __name__, url_prefix="/api", description="People and their devices")


@blueprint.route("/people")
@right_required(Right.SEE_PEOPLE)
@blueprint.arguments(wire.people_filter, location="query")
@blueprint.response(200, wire.people)
def people(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the people of the caller's units with their devices."""
    with current_store().read() as conn:
        return list_people(conn, current_user(), given["unit"], given["q"], current_language())


@blueprint.route("/people/<person>/enrol-code", methods=["POST"])
@right_required(Right.MANAGE_PEOPLE)
@blueprint.response(201, wire.enrol_code)
def enrol_code(person: str) -> dict[str, Any]:
    """Mint a one-time enrolment code; it is shown this once."""
    issued = issue_enrol_code(current_store(), person, manager_of(current_user()), current_time())
    # The page's own address is the one that works, also behind a proxy that this server knows nothing of.
    base = current_store().config.public_url or request.headers.get("Origin") or request.host_url
    url = f"{base.rstrip('/')}/#/enrol?code={issued.code}"
    return {
        "code": issued.code,
        "expires_at": to_text(issued.expires_at),
        "url": url,
        "qr_svg": segno.make(url, error="m").svg_inline(scale=4),
        "first_password": issued.first_password,
    }


@blueprint.route("/devices/<kid>/revoke", methods=["POST"])
@right_required(Right.MANAGE_PEOPLE)
@blueprint.arguments(wire.revocation)
@blueprint.response(204)
def revoke(given: dict[str, Any], kid: str) -> None:
    """Revoke a device; what it still holds may drain."""
    revoke_device(current_store(), kid, given["reason"], manager_of(current_user()), current_time())
