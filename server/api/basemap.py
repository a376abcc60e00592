"""The city's basemap, piece by piece: phones ask for ranges of it and go on where they were cut off."""

from __future__ import annotations

from flask import Response, send_file

from server.api.auth import reader_required
from server.api.blueprint import Blueprint
from server.api.current import current_store
from server.api.description import BINARY, answer
from server.domain.problems import NotFoundProblem
from server.services.basemaps import basemap_path

blueprint = Blueprint("basemap", __name__, url_prefix="/api/basemap", description="The ground of the map")
TYPE = "application/vnd.pmtiles"


@blueprint.route("/<sha256>")
@reader_required
@blueprint.doc(
    responses={
        200: answer("The whole archive", {TYPE: BINARY}),
        206: answer("The range that was asked for", {TYPE: BINARY}),
        304: answer("Unchanged"),
        416: answer("No such range"),
    }
)
def archive(sha256: str) -> Response:
    """Return a PMTiles archive, or the range of it that the request names."""
    path = basemap_path(current_store(), sha256)
    if path is None:
        raise NotFoundProblem
    response = send_file(path, mimetype=TYPE, conditional=True, etag=sha256)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
