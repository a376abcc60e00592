"""The pictures of a record, for the desk and for the officer's own phone.

The type comes from the bytes, never from what a client claimed. Every answer
forbids sniffing and scripts, and bytes that are no picture go out only as a
file to save.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request

from schemas import records as wire
from server.api.auth import current_user, reader, reader_required, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_store, current_time
from server.api.description import BINARY, answer
from server.domain.making import Reason
from server.domain.problems import NotFoundProblem
from server.domain.scope import Right
from server.services import showing
from server.services.showing import Asked, Shown, Viewer

blueprint = Blueprint("photos", __name__, url_prefix="/api/records", description="Pictures of records")

_SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}
_SUFFIX |= {f"{kind}/{form}": form for form in ("mp4", "webm", "ogg") for kind in ("audio", "video")}
_TYPES = (*_SUFFIX, "application/octet-stream")


@blueprint.route("/<record_id>/photos/<sha256>/<rendition>")
@reader_required
@blueprint.doc(responses={200: answer("The bytes", dict.fromkeys(_TYPES, BINARY)), 304: answer("Unchanged")})
def picture(record_id: str, sha256: str, rendition: str) -> Response:
    """Return a picture as preview, thumb, view, watermarked or original."""
    if rendition not in showing.RENDITIONS:
        raise NotFoundProblem
    asked, who = Asked(record_id, sha256, rendition), reader()
    viewer = Viewer(who.user, own_only=who.kid is not None)
    shown = showing.show(current_store(), asked, viewer, current_time())
    return _answer(shown, sha256, rendition)


@blueprint.route("/<record_id>/photos/<sha256>/opening", methods=["POST"])
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.opening)
@blueprint.doc(responses={200: answer("The bytes", dict.fromkeys(_TYPES, BINARY))})
def opening(given: dict[str, Any], record_id: str, sha256: str) -> Response:
    """Return the original under a redacted picture; the reason is kept in the ledger."""
    asked = Asked(record_id, sha256, showing.ORIGINAL)
    reason = Reason(given["reason"], given["words"])
    shown = showing.open_sealed(current_store(), asked, current_user(), reason, current_time())
    return _answer(shown, sha256, showing.ORIGINAL)


def _answer(shown: Shown, sha256: str, rendition: str) -> Response:
    response = Response(shown.data, mimetype=shown.mime)
    name = f"{sha256[:12]}-{rendition}.{_SUFFIX.get(shown.mime, 'bin')}"
    kind = "inline" if shown.displayable else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=600" if _may_keep(shown, rendition) else "no-store"
    if _may_keep(shown, rendition):
        response.set_etag(f"{sha256}-{rendition}-{len(shown.data)}")
        response.make_conditional(request)
    return response


def _may_keep(shown: Shown, rendition: str) -> bool:
    """Originals are read anew each time, so that each view of a personal one leaves its leaf."""
    return shown.final and rendition not in {showing.ORIGINAL, "watermarked"}
