"""Enrolling a device, and the device's way to a short token."""

from __future__ import annotations

from typing import Any

from schemas.devices import (
    ChallengeQuerySchema,
    ChallengeSchema,
    EnrolledSchema,
    EnrolmentSchema,
    TokenQuerySchema,
    TokenSchema,
)
from server.api.auth import current_user, session_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.clock_text import to_text
from server.queries import about, ledger, people
from server.services import device_access, enrolling

blueprint = Blueprint("devices", __name__, url_prefix="/api", description="Enrolment and tokens of devices")


@blueprint.post("/devices")
@session_required
@blueprint.arguments(EnrolmentSchema)
@blueprint.response(201, EnrolledSchema)
def enrol(said: dict[str, Any]) -> dict[str, Any]:
    """Enrol this browser as a device of the signed-in officer, with a one-time code."""
    store, user = current_store(), current_user()
    wanted = enrolling.Enrolment(said["code"], said["jwk"], said["label"], said["proof"])
    kid = enrolling.enrol(store, user, wanted, current_time())
    with store.read() as conn:
        owner = people.describe_user(conn, user, current_language())
        checkpoint = store.checkpoint(ledger.head(conn))
        edition = about.newest_edition(conn)
    return {
        "kid": kid,
        "user": owner,
        "unit": owner["unit"],
        "origin": store.origin,
        "vkey": store.signer.vkey,
        "recovery_vkey": store.settings["recovery_vkey"],
        "seal_jwk": store.settings["seal_jwk"],
        "checkpoint": checkpoint,
        "edition": edition,
    }


@blueprint.post("/device/challenge")
@blueprint.arguments(ChallengeQuerySchema)
@blueprint.response(200, ChallengeSchema)
def challenge(said: dict[str, Any]) -> dict[str, Any]:
    """Give a nonce for a device to sign."""
    return {"nonce": device_access.challenge(current_store(), said["kid"], current_time())}


@blueprint.post("/device/token")
@blueprint.arguments(TokenQuerySchema)
@blueprint.response(200, TokenSchema)
def token(said: dict[str, Any]) -> dict[str, Any]:
    """Exchange a signed nonce for a token."""
    answer = (said["nonce"], said["signature"])
    grant = device_access.grant(current_store(), said["kid"], answer, current_time())
    return {"token": grant.token, "expires_at": to_text(grant.expires_at), "revoked": grant.revoked}
