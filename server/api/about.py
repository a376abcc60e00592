"""Who this server is, and how it is."""

from __future__ import annotations

from typing import Any

from schemas.changes import AboutSchema, HealthSchema
from server.api.blueprint import Blueprint
from server.api.current import current_store, current_time
from server.config import VERSION
from server.demo.accounts import shown_accounts
from server.domain.clock_text import to_text
from server.domain.problems import NotReadyProblem
from server.queries import about as facts
from server.store import jobs

blueprint = Blueprint("about", __name__, description="Public facts and health")


@blueprint.get("/api/about")
@blueprint.response(200, AboutSchema)
def about() -> dict[str, Any]:
    """Give names, keys, the present edition and the clock."""
    store = current_store()
    settings = store.settings
    with store.read() as conn:
        edition, name = facts.newest_edition(conn), facts.setting(conn, "name")
        city = facts.city_facts(conn)
    shown = {
        "name": name or settings["name"],
        "demo": store.config.demo,
        "origin": store.origin,
        "version": VERSION,
        "vkey": store.signer.vkey,
        "recovery_vkey": settings["recovery_vkey"],
        "seal_jwk": settings["seal_jwk"],
        "edition": edition,
        "server_time": to_text(current_time()),
    }
    shown |= {key: city.get(key) for key in ("organiser", "filing_no", "complaint")}
    return shown | ({"accounts": shown_accounts(store.config.data)} if store.config.demo else {})


@blueprint.get("/healthz")
@blueprint.response(200, HealthSchema)
def healthz() -> dict[str, str]:
    """Say that the process serves."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@blueprint.response(200, HealthSchema)
def readyz() -> dict[str, str]:
    """Say that database, data folder and worker are in order; 503 names the first part that is not."""
    store = current_store()
    if not store.is_answering():
        raise NotReadyProblem(part="database", retry_after=5)
    if not store.is_writable():
        raise NotReadyProblem(part="data folder", retry_after=5)
    with store.read() as conn:
        if jobs.are_late(conn, current_time()):
            raise NotReadyProblem(part="worker", retry_after=60)
    return {"status": "ok"}
