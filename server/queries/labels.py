"""Words of the catalogue for screens: names of items, fields and choices.

An edition never changes once published, so what was read from one is kept
for the life of the process under the edition's hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from server.store.tables import editions

Document = Mapping[str, Any]
_KEPT = 16
_documents: dict[str, Document] = {}


@dataclass(frozen=True, slots=True)
class Labels:
    """The items of one edition by code, with the lists their fields choose from."""

    items: Mapping[str, Document] = field(default_factory=dict)
    lists: Mapping[str, Document] = field(default_factory=dict)

    def item_name(self, code: str, lang: str) -> str:
        """Give an item's name; an unknown item is named by its code."""
        return said(self.items.get(code, {}).get("name"), lang) or code

    def fields_of(self, code: str) -> list[Document]:
        """Give the fields, checks and counters of an item in their order."""
        item = self.items.get(code, {})
        return [part for kind in ("fields", "checks", "counters") for part in item.get(kind) or ()]

    def choice(self, described: Document, value: Any, lang: str) -> str | None:
        """Give the words of a chosen value, None when the field has no such choice."""
        choices = described.get("choices") or self.lists.get(str(described.get("list")), {})
        return said(choices.get(value) if isinstance(value, str) else None, lang)


def said(words: Any, lang: str) -> str | None:
    """Pick `lang` out of {zh, en}, or Chinese when it is lacking."""
    if not isinstance(words, Mapping):
        return words if isinstance(words, str) else None
    return words.get(lang) or words.get("zh")


def labels_of(conn: Connection, edition: str) -> Labels:
    """Read the labels of an edition; an unknown edition has none."""
    table = editions.c
    sha256 = edition_hash(conn, edition)
    if sha256 is None:
        return Labels()
    document = _documents.get(sha256)
    if document is None:
        document = conn.scalar(select(table.document).where(table.edition == edition)) or {}
        while len(_documents) >= _KEPT:
            _documents.pop(next(iter(_documents)), None)
        _documents[sha256] = document
    items = {str(item.get("code")): item for item in document.get("items") or ()}
    return Labels(items, document.get("choice_lists") or {})


def edition_hash(conn: Connection, edition: str) -> str | None:
    """Give the SHA-256 of a published edition."""
    return conn.scalar(select(editions.c.sha256).where(editions.c.edition == edition))


def newest_edition(conn: Connection) -> str | None:
    """Give the edition published last."""
    table = editions.c
    return conn.scalar(
        select(table.edition).order_by(table.published_at.desc(), table.edition.desc()).limit(1)
    )


def items_named(conn: Connection, word: str) -> list[str]:
    """Give the codes of items whose code or name contains `word`."""
    labels = labels_of(conn, newest_edition(conn) or "")
    lowered = word.casefold()
    return [
        code
        for code, item in labels.items.items()
        if lowered in code.casefold()
        or any(lowered in str(name).casefold() for name in item["name"].values())
    ]
