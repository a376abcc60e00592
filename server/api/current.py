"""What a view finds around it: the store, the clock, the caller's language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import current_app, request

from server.store.store import Store

EXTENSION = "xunzheng"


def current_store() -> Store:
    """Give the store of the app that serves this request."""
    return cast("Store", current_app.extensions[EXTENSION])


def current_time() -> datetime:
    """Give the instant of this request; tests set their own clock in the app's config."""
    clock = current_app.config.get("CLOCK")
    return cast("datetime", clock()) if clock else datetime.now(UTC)


def current_language() -> str:
    """Give `zh`, unless the caller prefers English."""
    return request.accept_languages.best_match(["zh", "en"], "zh") or "zh"
