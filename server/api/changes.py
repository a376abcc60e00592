"""The change feed and the catalogue, as phones read them."""

from __future__ import annotations

from typing import Any

from flask import Response, json, request

from schemas.changes import ChangesQuerySchema, ChangesSchema
from server.api.auth import device_required, device_token
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store
from server.api.description import answer
from server.domain.problems import ForbiddenProblem, NotFoundProblem
from server.queries import about, changes
from server.services import device_access

blueprint = Blueprint("changes", __name__, url_prefix="/api", description="What changed, and reference data")


@blueprint.get("/changes")
@device_required
@blueprint.arguments(ChangesQuerySchema, location="query")
@blueprint.response(200, ChangesSchema)
def feed(said: dict[str, Any]) -> dict[str, Any]:
    """Name the subjects that changed since the cursor, with their present state or null when gone."""
    store, kid = current_store(), device_token().kid
    user = device_access.officer(store, kid)
    if user is None:
        raise ForbiddenProblem
    reader = changes.Reader(user, kid, current_language())
    with store.read() as conn:
        return changes.changes(conn, reader, said["cursor"], said["limit"])


@blueprint.get("/catalogue/<edition>")
@blueprint.doc(
    responses={
        200: answer("The edition", {"application/json": {"schema": {"type": "object"}}}, ("ETag",)),
        304: answer("Unchanged"),
    }
)
def catalogue(edition: str) -> Response:
    """Give a published edition; it never changes."""
    with current_store().read() as conn:
        found = about.edition_document(conn, edition)
    if found is None:
        raise NotFoundProblem
    response = Response(json.dumps(found[0], ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(found[1])
    response.make_conditional(request)
    return response
