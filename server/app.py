"""The web application: which blueprints there are, and the little that all of them share."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api

from server.api import (
    about,
    basemap,
    changes,
    description,
    devices,
    docs,
    evidence,
    headers,
    journal,
    ledger,
    open_bodies,
    packing,
    people,
    photos,
    places,
    problems,
    pwa,
    queue,
    recent,
    records,
    session,
    setup,
    strict_json,
    tasks,
    units,
    upkeep,
)
from server.api.current import EXTENSION
from server.api.door import Door
from server.api.fast_lane import FastLane
from server.config import VERSION, Config, load_config
from server.store.store import Store, open_store

BLUEPRINTS = (
    about.blueprint,
    session.blueprint,
    setup.blueprint,
    devices.blueprint,
    journal.blueprint,
    evidence.blueprint,
    ledger.blueprint,
    changes.blueprint,
    queue.blueprint,
    records.blueprint,
    photos.blueprint,
    places.blueprint,
    people.blueprint,
    units.blueprint,
    tasks.blueprint,
    recent.blueprint,
    basemap.blueprint,
    upkeep.blueprint,
)


def create_app(config: Config | None = None, store: Store | None = None) -> Flask:
    """Build the app over a data folder (by default the one XUNZHENG_DATA names)."""
    config = config or load_config()
    app = Flask("server", static_folder=None)
    strict_json.register(app)
    app.extensions[EXTENSION] = store or open_store(config)
    # A batch is 50 entries of 64 KiB and their quotes; pictures are streamed and have their own limit.
    app.config.update(MAX_CONTENT_LENGTH=config.limits.json_bytes)
    app.config.update(SESSION_COOKIE_SECURE=config.secure_cookies, PWA=str(config.pwa))
    open_bodies.register(app, config.limits)
    _describe(app)
    app.register_blueprint(docs.blueprint)
    app.register_blueprint(pwa.blueprint)
    problems.register(app)
    headers.register(app)
    packing.register(app)
    app.wsgi_app = Door(FastLane(app, app.wsgi_app), config.limits)  # type: ignore[method-assign]  # how Flask is wrapped
    return app


def openapi_document() -> dict[str, Any]:
    """Build the OpenAPI 3.1 document; needs no data folder."""
    document: dict[str, Any] = _describe(Flask("server", static_folder=None)).spec.to_dict()
    return document


def _describe(app: Flask) -> Api:
    app.config.update(
        API_TITLE="Xunzheng",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app, spec_kwargs={"extra_plugins": [description.Described()]})
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    return api
