"""The event: what a service decided, and all that its projector will ever see.

An event is written to the ledger as one leaf and copied into the views in the same
transaction. It carries every decided value (flags, distances, deadlines), so that a
rebuild years later gives the same rows whatever the settings are by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One decided fact. `subject` and `touches` look like `record:<id>`; `actor` like `user:<id>`.

    Of a journal entry, `jws` is what was signed, and `said` its payload where that was read already;
    `begins_record` says that its record was looked for under the ledger's lock and is not there.
    """

    type: str
    subject: str
    actor: str
    at: datetime
    payload: dict[str, Any]
    v: int = 1
    touches: tuple[str, ...] = ()
    index: int = -1
    jws: str | None = None
    said: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    begins_record: bool = field(default=False, compare=False, repr=False)


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

# One step per (type, version it starts from); events of older versions walk up through them.
UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def upcast(event: Event) -> Event:
    """Bring an old event to the newest version of its type."""
    while (step := UPCASTERS.get((event.type, event.v))) is not None:
        event = replace(event, v=event.v + 1, payload=step(event.payload))
    return event


def payload_text(event: Event) -> str:
    """Return the JSON the leaf's digest covers: the payload plus who, about what, and whom it touches."""
    whole = {
        "_subject": event.subject,
        "_actor": event.actor,
        "_touches": list(event.touches),
        **event.payload,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_payload(text: str) -> tuple[dict[str, Any], str, str, tuple[str, ...]]:
    """Undo `payload_text`: payload, subject, actor, touches."""
    whole: dict[str, Any] = json.loads(text)
    subject, actor, touches = (whole.pop(name) for name in ("_subject", "_actor", "_touches"))
    return whole, subject, actor, tuple(touches)
