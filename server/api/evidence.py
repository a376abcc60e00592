"""Pictures by tus 1.0: one resource per device and SHA-256, for hashes that an entry announced.

The routes are for a device's token alone. Bodies are streamed from the WSGI
input in 256 KiB reads; a server cannot tell a cut body from a finished one,
so the declared length decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TypeVar

from flask import Response, make_response, request, url_for

from server.api import open_bodies
from server.api.auth import device_required, device_token
from server.api.blueprint import Blueprint
from server.api.current import current_store, current_time
from server.api.description import BINARY, answer, header
from server.domain import problems, tus
from server.services import evidence
from server.services.evidence import Body, Standing, Upload

T = TypeVar("T")

_TUS = header("Tus-Resumable", required=True, enum=[tus.VERSION])
_STANDING = ("Upload-Offset", "Upload-Length", "Upload-Expires", "Tus-Resumable")
_BODY = {"content": {tus.BODY_TYPE: BINARY}}

blueprint = Blueprint(
    "evidence", __name__, url_prefix="/api/evidence", description="Resumable upload of pictures (tus 1.0.0)"
)


@blueprint.before_request
def check_version() -> None:
    """Refuse clients of another protocol, before anything of them is read."""
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
        raise problems.TusVersionProblem


@blueprint.after_request
def describe(response: Response) -> Response:
    """Say on every answer, refusals too, what this server speaks."""
    response.headers.update(tus.standing_headers(open_bodies.current().limits.picture_bytes))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("", methods=["OPTIONS"])
@blueprint.doc(responses={204: answer("What this server speaks", headers=("Tus-Version", "Tus-Extension"))})
def capabilities() -> Response:
    """Describe the upload protocol."""
    return Response(status=204)


@blueprint.route("", methods=["POST"])
@device_required
@blueprint.doc(
    parameters=[_TUS, header("Upload-Length", required=True), header("Upload-Metadata", required=True),
                header("Upload-Checksum")],
    requestBody=_BODY,
    responses={201: answer("Begun, or further", headers=("Location", *_STANDING))},
)  # fmt: skip
def create() -> Response:
    """Begin an upload, with its first bytes or all of them where the request brings some."""
    with _arriving() if _has_body() else nullcontext():
        length = _meant(tus.parse_length, request.headers.get("Upload-Length"))
        upload = _upload(_meant(tus.announced_hash, request.headers.get("Upload-Metadata")))
        body = _body(None) if _has_body() else None
        standing = evidence.receive(current_store(), upload, length, body, current_time)
    return _created(upload, standing)


@blueprint.route("/<sha256>", methods=["HEAD"])
@device_required
@blueprint.doc(parameters=[_TUS], responses={200: answer("Where it stands", headers=_STANDING)})
def show(sha256: str) -> Response:
    """Tell how many bytes have arrived."""
    return _answer(evidence.status(current_store(), _upload(sha256), current_time), 200)


@blueprint.route("/<sha256>", methods=["PATCH"])
@device_required
@blueprint.doc(
    parameters=[_TUS, header("Upload-Offset", required=True), header("Upload-Checksum")],
    requestBody={**_BODY, "required": True},
    responses={204: answer("Where it stands", headers=_STANDING)},
)
def extend(sha256: str) -> Response:
    """Take in the bytes from Upload-Offset on."""
    with _arriving():
        if request.mimetype != tus.BODY_TYPE:
            raise problems.UnsupportedTypeProblem
        offset = _meant(tus.parse_length, request.headers.get("Upload-Offset"))
        standing = evidence.append(current_store(), _upload(sha256), _body(offset), current_time)
    return _answer(standing, 204)


@blueprint.route("/<sha256>", methods=["DELETE"])
@device_required
@blueprint.doc(parameters=[_TUS], responses={204: answer("Dropped")})
def terminate(sha256: str) -> Response:
    """Drop an unfinished upload."""
    evidence.terminate(current_store(), _upload(sha256))
    return Response(status=204)


def _upload(sha256: str) -> Upload:
    return Upload(device_token().kid, sha256)


def _answer(standing: Standing, status: int) -> Response:
    response = make_response("", status)
    response.headers.update(tus.upload_headers(standing.offset, standing.length, standing.expires_at))
    return response


def _created(upload: Upload, standing: Standing) -> Response:
    response = _answer(standing, 201)
    response.headers["Location"] = url_for("evidence.show", sha256=upload.sha256)
    return response


def _has_body() -> bool:
    return request.mimetype == tus.BODY_TYPE and request.content_length != 0


def _body(offset: int | None) -> Body:
    try:
        checksum = tus.parse_checksum(request.headers.get("Upload-Checksum"))
    except tus.UnknownChecksumError:
        raise problems.ChecksumProblem from None
    except ValueError as error:
        raise problems.UploadMetadataProblem(why=str(error)) from None
    return Body(_read, offset, request.content_length, checksum)


def _read(size: int) -> bytes:
    """Read from the connection; a broken one ends like a finished one, and the missing bytes tell."""
    try:
        with open_bodies.waiting_for_bytes():
            data: bytes = request.environ["wsgi.input"].read(size)
    except OSError:
        return b""
    return data


@contextmanager
def _arriving() -> Iterator[None]:
    """Hold a place for the body, and read what is left of it, needed or refused.

    Who is cut off while sending never reads why. What is larger than any picture stays unread.
    """
    with open_bodies.current().picture(device_token().kid):
        try:
            yield
        except problems.EvidenceTooLargeProblem:
            raise
        except Exception:
            _hear_out()
            raise
        _hear_out()


def _hear_out() -> None:
    most = open_bodies.current().limits.picture_bytes
    left = most if (request.content_length or 0) <= most else 0
    while left > 0 and (chunk := _read(min(left, tus.CHUNK_BYTES))):
        left -= len(chunk)


def _meant(parse: Callable[[str | None], T], text: str | None) -> T:
    try:
        return parse(text)
    except ValueError as error:
        raise problems.UploadMetadataProblem(why=str(error)) from None
