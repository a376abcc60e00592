"""What a view finds around it: the store, the clock, the caller's language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import Flask, current_app, request
from werkzeug.wrappers import Request

from server.store.store import Store

EXTENSION = "xunzheng"


def current_store() -> Store:
    """Give the store of the app that serves this request."""
    return store_of(current_app)


def store_of(app: Flask) -> Store:
    """Give the store of an app."""
    return cast("Store", app.extensions[EXTENSION])


def current_time() -> datetime:
    """Give the instant of this request; tests set their own clock in the app's config."""
    return time_of(current_app)


def time_of(app: Flask) -> datetime:
    """Give the present instant of an app."""
    clock = app.config.get("CLOCK")
    return cast("datetime", clock()) if clock else datetime.now(UTC)


def current_language() -> str:
    """Give `zh`, unless the caller prefers English."""
    return language_of(request)


def language_of(asked: Request) -> str:
    """Give the language of the answer to a request."""
    return asked.accept_languages.best_match(["zh", "en"], "zh") or "zh"
