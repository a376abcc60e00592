"""What was reported lately around an officer's station."""

from __future__ import annotations

from typing import Any

from schemas.recent import RecentSchema
from server.api.auth import device_required, device_token
from server.api.blueprint import Blueprint
from server.api.current import current_store, current_time
from server.domain.problems import ForbiddenProblem
from server.queries.recent import recent_reports
from server.services import device_access

blueprint = Blueprint("recent", __name__, url_prefix="/api/recent", description="Reports of the last day")


@blueprint.get("")
@device_required
@blueprint.response(200, RecentSchema)
def show() -> dict[str, Any]:
    """Give what colleagues of the same unit found in the last day, no names; a revoked phone hears none."""
    store = current_store()
    user = device_access.reader(store, device_token().kid)
    if user is None:
        raise ForbiddenProblem
    with store.read() as conn:
        return {"reports": recent_reports(conn, user, current_time())}
