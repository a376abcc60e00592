"""Signing in and out, and the own password."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response

from schemas import session as wire
from server.api.auth import (
    clear_session,
    current_user,
    own_pages_only,
    session_required,
    session_token,
    set_session,
)
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.queries.people import User, describe_user
from server.services import sessions
from server.services.sessions import PasswordChange

blueprint = Blueprint("session", __name__, url_prefix="/api/session", description="Signing in at the screens")


@blueprint.route("", methods=["POST"])
@own_pages_only
@blueprint.arguments(wire.sign_in)
@blueprint.alt_response(200, schema=wire.signed_in)
def sign_in(given: dict[str, Any]) -> Response:
    """Open a session of twelve hours."""
    session = sessions.sign_in(current_store(), given["username"], given["password"], current_time())
    response = make_response(jsonify(_told(session.user)))
    set_session(response, session.token, int(sessions.SESSION_LENGTH.total_seconds()))
    return response


@blueprint.route("", methods=["GET"])
@session_required
@blueprint.response(200, wire.signed_in)
def show() -> dict[str, Any]:
    """Tell who is signed in."""
    return _told(current_user())


@blueprint.route("", methods=["DELETE"])
@own_pages_only
@blueprint.response(204)
def sign_out() -> Response:
    """End the session; phones go on sending."""
    token = session_token()
    if token:
        sessions.sign_out(current_store(), token)
    response = make_response("", 204)
    clear_session(response)
    return response


@blueprint.route("/password", methods=["POST"])
@session_required
@blueprint.arguments(wire.password_change)
@blueprint.response(204)
def change_password(given: dict[str, Any]) -> None:
    """Change the own password and end all other sessions."""
    change = PasswordChange(given["old"], given["new"], session_token())
    sessions.change_password(current_store(), current_user(), change, current_time())


def _told(user: User) -> dict[str, Any]:
    with current_store().read() as conn:
        return {"user": describe_user(conn, user, current_language())}
