"""Serves the built app: two pages, hashed assets for ever, the service worker always fresh."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_from_directory
from werkzeug.exceptions import NotFound

blueprint = Blueprint("pwa", __name__)
_PAGES = {"": "index.html", "desk": "desk.html"}
_FRESH = "no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"
_UNBUILT = "The app is not built yet: run ./run, or npm run build in pwa/.\n"


@blueprint.get("/")
@blueprint.get("/desk")
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


def _send(folder: Path, name: str, cache: str) -> Response:
    response = send_from_directory(folder, name)
    if name.endswith(".webmanifest"):
        response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = cache
    return response
