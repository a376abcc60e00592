"""The blueprint of all API modules: flask-smorest's, reading requests strictly."""

from __future__ import annotations

import flask_smorest

from server.api.strict_json import StrictParser


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # the library has no types
    """A flask-smorest blueprint whose arguments have unique JSON keys."""

    ARGUMENTS_PARSER = StrictParser()
