"""What requests may bring: JSON with unique keys, and no text that no database can keep."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Request, g, request
from flask.json.provider import DefaultJSONProvider
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, ClientDisconnected

from server.api import open_bodies
from server.domain.problems import DoubledKeyProblem, IncompleteProblem, InvalidRequestProblem

_BROKEN = re.compile("[\x00\ud800-\udfff]")


class StrictJson(DefaultJSONProvider):
    """Flask's own provider with unique keys in, and plain UTF-8 out."""

    ensure_ascii = False
    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write JSON as UTF-8 text; what UTF-8 cannot say is escaped."""
        text = super().dumps(obj, **kwargs)
        return super().dumps(obj, **{**kwargs, "ensure_ascii": True}) if _BROKEN.search(text) else text

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; DoubledKeyProblem when a key appears twice, ValueError when it is no JSON."""
        try:
            return super().loads(s, object_pairs_hook=_unique, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error


class StrictParser(FlaskParser):
    """webargs over that provider; a body of another type is refused by name."""

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ARG002 - the library's signature
        """Read the body of a request; IncompleteProblem when the line broke before its end."""
        length = _read_body(req) if req.is_json else 0
        try:
            return req.get_json()
        except BadRequest:
            # Without a declared length nothing but the text itself tells a cut body from a wrong one.
            if length and req.content_length is None:
                raise IncompleteProblem(offset=length) from None
            raise


def register(app: Flask) -> None:
    """Use strict JSON in this app, and refuse addresses with a NUL in them."""
    app.json = StrictJson(app)
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\x00" in request.path or any("\x00" in each for each in request.args.values()):
        raise InvalidRequestProblem(fields={"query": ["contains NUL"]})


def _read_body(req: Request) -> int:
    """Read the whole body into the request; gives its length in bytes."""
    bodies, is_known = open_bodies.current(), "device" in g or "user" in g
    if not is_known:
        req.max_content_length = bodies.limits.stranger_json_bytes
    with (bodies.known if is_known else bodies.strangers).taken(), open_bodies.waiting_for_bytes():
        try:
            length = len(req.get_data())
        except ClientDisconnected:
            raise IncompleteProblem(offset=req.stream.tell()) from None
    if length < (req.content_length or 0):
        raise IncompleteProblem(offset=length)
    return length


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DoubledKeyProblem
    for name, value in pairs:
        if _BROKEN.search(name) or (isinstance(value, str) and _BROKEN.search(value)):
            raise InvalidRequestProblem(fields={"json": ["text that cannot be kept"]})
    return result
