"""What the OpenAPI document says beyond schemas: problem documents, who may ask, raw bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, ParamSpec, TypeVar

import apispec

P = ParamSpec("P")
R = TypeVar("R")

DEVICE = "device"
SESSION = "session"
SCHEMES = {
    DEVICE: {"type": "http", "scheme": "bearer", "description": "token that a signed challenge buys"},
    SESSION: {"type": "apiKey", "in": "cookie", "name": "xunzheng_session"},
}
_TEXT: dict[str, Any] = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; further members depend on the code",
    "required": ["type", "title", "status", "detail", "code", "permanent"],
    "properties": {
        "type": {**_TEXT, "pattern": "^urn:xunzheng:problem:[a-z_]+$"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "code": {**_TEXT, "pattern": "^[a-z_]+$"},
        "permanent": {"type": "boolean", "description": "whether trying again is useless"},
    },
}
BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


class Described(apispec.BasePlugin):
    """Gives every operation its failures, and the document its ways to authenticate."""

    def init_spec(self, spec: apispec.APISpec) -> None:
        super().init_spec(spec)
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        spec.components.schema("Problem", PROBLEM)
        spec.components.response("Problem", {"description": "A problem document", "content": content})
        for name, scheme in SCHEMES.items():
            spec.components.security_scheme(name, scheme)

    def operation_helper(
        self,
        path: str | None = None,  # noqa: ARG002 - the library's signature
        operations: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Replace the library's own error shape, which this server never sends."""
        for operation in (operations or {}).values():
            responses = operation.setdefault("responses", {})
            for status in [each for each in responses if str(each) == "422"]:
                del responses[status]
            responses["default"] = "Problem"


def asked_by(view: Callable[P, R], *ways: str) -> Callable[P, R]:
    """Write down by which of SCHEMES a caller of this view proves who they are."""
    known = deepcopy(getattr(view, "_apidoc", {}))
    known.setdefault("manual_doc", {})["security"] = [{way: []} for way in ways]
    vars(view)["_apidoc"] = known  # where flask-smorest looks for it
    return view


def header(name: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    """Describe a header of a request."""
    return {"in": "header", "name": name, "required": required, "schema": {**_TEXT, **schema}}


def answer(
    description: str, content: Mapping[str, Any] | None = None, headers: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Describe an answer: `content` by media type, headers by name."""
    told: dict[str, Any] = {"description": description}
    if headers:
        told["headers"] = {name: {"schema": _TEXT} for name in headers}
    return {**told, **({"content": dict(content)} if content else {})}
