"""Turns every failure into one problem document (RFC 9457); no traceback, SQL or path gets out."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server.api.current import current_language
from server.domain import problems
from server.domain.problems import Problem
from server.store.traces import trace

_BY_STATUS: dict[int, type[Problem]] = {
    400: problems.NotJsonProblem,
    404: problems.NotFoundProblem,
    405: problems.MethodNotAllowedProblem,
    415: problems.UnsupportedTypeProblem,
}
# Who mistypes an address sees a page, not a document for programs.
_LOST = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>巡证 · 404</title>
<h1>没有这个页面</h1>
<p>请核对网址,或打开 <a href="/">巡查</a>、<a href="/desk">审核台</a>。</p>
<p lang="en">There is no such page. Please check the address, or open the
<a href="/">inspections</a> or the <a href="/desk">review desk</a>.</p>
</html>
"""
_COME_BACK_S = 60
_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Install the handlers; after flask-smorest, whose own they replace."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(OSError, _from_disk)
    app.register_error_handler(Exception, _from_bug)


def respond(problem: Problem) -> Response:
    """Write a problem as the response."""
    document = problem.document(current_language())
    response = Response(
        json.dumps(document, ensure_ascii=False),
        problem.status,
        content_type="application/problem+json; charset=utf-8",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    if "retry_after" in problem.extras:
        response.headers["Retry-After"] = str(problem.extras["retry_after"])
    return response


def _from_http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect is no failure
        return error
    if status == 413:  # noqa: PLR2004 - the limit is named
        return respond(problems.TooLargeProblem(limit=request.max_content_length))
    if status == 422:  # noqa: PLR2004 - webargs hangs its messages on the error
        return respond(problems.InvalidRequestProblem(fields=_fields(error)))
    if status == 404 and not request.path.startswith("/api/"):  # noqa: PLR2004 - no address of a program
        return Response(_LOST, status, content_type="text/html; charset=utf-8")
    known = _BY_STATUS.get(status)
    response = respond(known() if known else problems.HttpProblem())
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _fields(error: HTTPException) -> dict[str, Any]:
    data: dict[str, Any] = getattr(error, "data", None) or {}
    messages = data.get("messages", {})
    return messages if isinstance(messages, dict) else {}


def _from_disk(error: OSError) -> Response:
    """A disk that is full, broken or away is no fault of the request: it may come again."""
    _note(error)
    return respond(problems.NotReadyProblem(part="disk", retry_after=_COME_BACK_S))


def _from_bug(error: Exception) -> Response:
    return respond(problems.InternalProblem(reference=_note(error)))


def _note(error: Exception) -> str:
    reference = secrets.token_hex(4)
    # The rule, not the address: addresses name people.
    rule = request.url_rule.rule if request.url_rule else "no route"
    _log.error("failure %s in %s %s\n%s", reference, request.method, rule, trace(error))
    return reference
