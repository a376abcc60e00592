"""A record's answers in the order of its item's questions, with the words a reader expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from server.domain.asking import UNCLEAR
from server.queries.labels import Document, Labels, said
from server.store.tables import places

_FREE = frozenset({"text", "phone", "plate"})
_SEPARATORS = {"zh": "、"}
_FIXED: Mapping[Any, Mapping[str, str]] = {
    True: {"zh": "是", "en": "Yes"},
    False: {"zh": "否", "en": "No"},
    "yes": {"zh": "是", "en": "Yes"},
    "no": {"zh": "否", "en": "No"},
    "na": {"zh": "不适用", "en": "Not applicable"},
    UNCLEAR: {"zh": "看不清", "en": "Unclear"},
}


def told(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give all that was answered or counted in a record body, by code; what is no map tells nothing."""
    parts = [body.get("answers"), body.get("counts")]
    return {code: value for part in parts if isinstance(part, Mapping) for code, value in part.items()}


def read_answers(
    conn: Connection, labels: Labels, body: Mapping[str, Any], lang: str
) -> list[dict[str, Any]]:
    """Give [{code, label, value, value_label}] of a record body; counters come last.

    Answers the edition does not know are shown under their code, never dropped.
    """
    given = told(body)
    known = {str(part["code"]): part for part in labels.fields_of(str(body.get("item")))}
    order = [code for code in known if code in given] + [code for code in given if code not in known]
    return [
        {
            "code": code,
            "label": said(known.get(code), lang) or code,
            "value": given[code],
            "value_label": _words(conn, labels, known.get(code, {}), given[code], lang),
        }
        for code in order
    ]


def _words(conn: Connection, labels: Labels, described: Document, value: Any, lang: str) -> str | None:
    if isinstance(value, list):
        return _SEPARATORS.get(lang, ", ").join(
            _words(conn, labels, described, each, lang) or str(each) for each in value
        )
    choice = labels.choice(described, value, lang)
    if choice is not None:
        return choice
    if described.get("type") == "place" and isinstance(value, str):
        return conn.scalar(select(places.c.name).where(places.c.id == value))
    fixed = isinstance(value, (bool, str)) and described.get("type") not in _FREE
    return said(_FIXED.get(value), lang) if fixed else None
