"""What a record's checklist or tally comes to, read by the rules of the domain for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from server.domain.bodies import is_tally
from server.domain.checklist import read_checklist
from server.domain.tally import read_tally
from server.queries.labels import Document, Labels


def read_results(labels: Labels, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give {score, tally}, each None where the item is of another kind; an unknown item has neither."""
    item = labels.items.get(str(body.get("item")), {})
    return {
        "score": _score(item, body) if item.get("kind") == "checklist" else None,
        "tally": _tally(item, body) if item.get("kind") == "tally" else None,
    }


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _score(item: Document, body: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(read_checklist(item, _map(body.get("answers"))))


def _tally(item: Document, body: Mapping[str, Any]) -> dict[str, Any]:
    said = body.get("tally")
    told: Mapping[str, Any] = said if is_tally(said) else {}
    return {
        **asdict(read_tally(item, _map(body.get("counts")))),
        "strata": list(item.get("strata") or ()),
        "cells": list(told.get("cells") or ()),
        **{name: told.get(name) for name in ("started_at", "ended_at", "planned_min", "counted_s")},
    }
