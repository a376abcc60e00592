"""Publishing an edition of the catalogue: checked whole, and never changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from server.domain.events import Event
from server.queries.labels import edition_hash
from server.services.importing import spell
from server.store.store import Store


@dataclass(frozen=True, slots=True)
class Edition:
    """What a publication did: `known` is True when the same edition was there already."""

    edition: str
    sha256: str
    items: int
    known: bool


class EditionTakenError(ValueError):
    """The edition's name is taken by another content; editions are immutable."""


def look_at_edition(store: Store, document: Mapping[str, Any]) -> Edition:
    """Say what publishing a checked catalogue would do; EditionTakenError when its name is taken."""
    with store.read() as conn:
        name = str(document["meta"]["edition"])
        return _compare(document, edition_hash(conn, name))


def publish_edition(store: Store, document: Mapping[str, Any], actor: str, now: datetime) -> Edition:
    """Publish a checked catalogue as a new edition; the same content twice is fine."""
    with store.write() as tx:
        found = _compare(document, edition_hash(tx.conn, str(document["meta"]["edition"])))
        if not found.known:
            subject = f"edition:{found.edition}"
            # The hash is that of what was handed in; how its names are spelt is put beside it here.
            whole = {**document, "spelling": _spelling(document)}
            said = {"edition": found.edition, "sha256": found.sha256, "document": whole}
            tx.append(Event("edition.published", subject, actor, now, said, touches=(subject,)))
    return found


def _spelling(document: Mapping[str, Any]) -> dict[str, str]:
    """Give how the names of items are typed: {code: initials and pinyin}."""
    return {item["code"]: " ".join(spell(item["name"]["zh"])) for item in document["items"]}


def _compare(document: Mapping[str, Any], existing: str | None) -> Edition:
    own = {name: part for name, part in document.items() if name != "spelling"}
    text = json.dumps(own, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = sha256(text.encode()).hexdigest()
    name = str(document["meta"]["edition"])
    if existing not in {None, digest}:
        raise EditionTakenError(name)
    return Edition(name, digest, len(document["items"]), known=existing is not None)
