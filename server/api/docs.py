"""A page to browse the API, written from the OpenAPI document: no script, no foreign host."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from flask import Blueprint, Response, current_app

blueprint = Blueprint("docs", __name__)
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
summary { cursor: pointer; padding: .4rem 0 }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { background: #f3f5f8; color: #1a2330; padding: 1rem; overflow: auto; border-radius: .5rem }
h2 { margin-top: 2rem }
.verb { display: inline-block; min-width: 4.5rem; font-weight: 600 }
"""


@blueprint.get("/api/docs")
def page() -> Response:
    """Show all operations by tag, and the schemas they use."""
    spec: dict[str, Any] = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return Response(_page(spec), content_type="text/html; charset=utf-8")


@blueprint.get("/api/docs.css")
def style() -> Response:
    """Give the look of the page: a file of its own, because no page may carry inline styles."""
    return Response(_STYLE, content_type="text/css; charset=utf-8")


def _page(spec: dict[str, Any]) -> str:
    by_tag: dict[str, list[str]] = {}
    for path, operations in spec["paths"].items():
        for verb, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                tag = (operation.get("tags") or ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(verb, path, operation))
    parts = [f"<h2>{escape(tag)}</h2>{''.join(found)}" for tag, found in sorted(by_tag.items())]
    schemas = spec.get("components", {}).get("schemas", {})
    parts += ["<h2>schemas</h2>", *(_folded(name, schema) for name, schema in sorted(schemas.items()))]
    title = escape(spec["info"]["title"])
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{title}</title>"
        f"<meta name='viewport' content='width=device-width'>"
        f"<link rel='stylesheet' href='/api/docs.css'><link rel='icon' href='/icons/icon-192.png'>"
        f"<h1>{title}</h1><p><a href='/api/openapi.json'>OpenAPI 3.1</a></p>{''.join(parts)}</html>"
    )


def _operation(verb: str, path: str, operation: dict[str, Any]) -> str:
    words = escape(operation.get("summary", ""))
    head = f"<span class='verb'>{verb.upper()}</span> <code>{escape(path)}</code> {words}"
    told = {name: operation[name] for name in ("parameters", "requestBody", "responses") if name in operation}
    return f"<details><summary>{head}</summary><pre>{_json(told)}</pre></details>"


def _folded(name: str, schema: dict[str, Any]) -> str:
    head = f"<summary><code>{escape(name)}</code></summary>"
    return f"<details id='{escape(name)}'>{head}<pre>{_json(schema)}</pre></details>"


def _json(value: Any) -> str:
    return escape(json.dumps(value, ensure_ascii=False, indent=1))
