"""Enrolling a device, and the device's way to a short token."""

from __future__ import annotations

from typing import Any

from schemas.devices import (
    ChallengeQuerySchema,
    ChallengeSchema,
    EnrolledSchema,
    EnrolmentSchema,
    HoldingSchema,
    PhoneSchema,
    PhonesQuerySchema,
    TokenQuerySchema,
    TokenSchema,
)
from server.api import open_bodies
from server.api.auth import current_user, device_required, device_token, right_required, session_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.clock_text import to_text
from server.domain.scope import Right
from server.queries import about, ledger, people, phones
from server.services import device_access, enrolling, holding

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


@blueprint.put("/device/holding")
@device_required
@blueprint.arguments(HoldingSchema)
@blueprint.response(204)
def hold(said: dict[str, Any]) -> None:
    """Note what a phone says that it holds unsent; a revoked one may say so too."""
    kid = device_token().kid
    open_bodies.current().claims.step(kid)
    known = {name: said[name] for name in HoldingSchema().fields}
    claim = holding.Claim(**{**known, "why": tuple(said["why"])})
    holding.tell(current_store(), kid, claim, current_time())


@blueprint.get("/devices")
@right_required(Right.SEE_PEOPLE)
@blueprint.arguments(PhonesQuerySchema, location="query")
@blueprint.response(200, PhoneSchema(many=True))
def devices(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the devices of the caller's units with what they still owe, silent ones first."""
    holding.look(current_store())
    wanted = phones.Wanted(given["unit"], given["q"], given["holding"], current_language())
    with current_store().read() as conn:
        return phones.list_phones(conn, current_user(), wanted, current_time())
