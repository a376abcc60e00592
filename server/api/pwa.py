"""Serves the built app: two pages, hashed assets for ever, the service worker always fresh."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from server.api import packing

blueprint = Blueprint("pwa", __name__)
_PAGES = {"": "index.html", "desk": "desk.html"}
_FRESH = "no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"
# The system's own table may say something else, and a script of another type is not run.
_TYPES = {".js": "text/javascript", ".css": "text/css", ".webmanifest": "application/manifest+json"}
_NO_FILE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG}
_UNBUILT = "The app is not built yet: run ./run, or npm run build in pwa/.\n"


@blueprint.get("/")
@blueprint.get("/desk")
@blueprint.get("/desk/")
def page() -> Response:
    """Give the phone's or the desk's page; both route by hash, so no other address is a page."""
    folder = Path(current_app.config["PWA"])
    name = _PAGES[request.path.strip("/")]
    if not (folder / name).is_file():
        return Response(_UNBUILT, 503, content_type="text/plain; charset=utf-8")
    return _send(folder, name, _FRESH)


@blueprint.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Give a built file whose name carries its hash."""
    return _send(Path(current_app.config["PWA"]) / "assets", name, _FOR_EVER)


@blueprint.get("/<name>")
def root_file(name: str) -> Response:
    """Give a file of the build's top folder: the service worker, the manifest, icons."""
    if name.endswith(".html") or name.startswith("."):
        raise NotFound
    return _send(Path(current_app.config["PWA"]), name, _FRESH)


@blueprint.get("/icons/<name>")
def icon(name: str) -> Response:
    """Give an icon."""
    return _send(Path(current_app.config["PWA"]) / "icons", name, _FRESH)


@dataclass(frozen=True, slots=True)
class _File:
    raw: bytes
    packed: bytes
    mimetype: str
    etag: str


def _send(folder: Path, name: str, cache: str) -> Response:
    path = safe_join(str(folder), name)
    if path is None:
        raise NotFound
    try:
        file = _read(path, Path(path).stat().st_mtime_ns)
    except OSError as error:
        raise (NotFound if error.errno in _NO_FILE else error) from None
    response = Response(file.raw, mimetype=file.mimetype)
    response.headers["Cache-Control"] = cache
    response.set_etag(file.etag)
    if len(file.packed) < len(file.raw):
        packing.offer(response, file.packed)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _read(path: str, _changed_ns: int) -> _File:
    """Read a file of the build, a few hundred kB in all, and pack it once; a new build is read anew."""
    raw = Path(path).read_bytes()
    kind = _TYPES.get(Path(path).suffix) or guess_type(path)[0] or "application/octet-stream"
    packed = packing.best(raw) if packing.is_text(kind) else raw
    return _File(raw, packed, kind, sha256(raw).hexdigest()[:32])
