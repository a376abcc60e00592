"""The rows that one journal entry becomes, each in the order of its table's columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.domain.bodies import is_int, is_sha256
from server.domain.clock_text import offset_of
from server.domain.events import Event
from server.store.prepared import to_json
from server.store.statements import Row


@dataclass(frozen=True, slots=True)
class Written:
    """An admitted entry: what was decided of it, and what its phone wrote where that may be copied."""

    event: Event
    payload: dict[str, Any] | None
    received_at: str

    @property
    def facts(self) -> dict[str, Any]:
        """What was decided."""
        return self.event.payload

    @property
    def body(self) -> dict[str, Any]:
        """What the phone wrote about its kind."""
        body: dict[str, Any] = (self.payload or {})["body"]
        return body

    @property
    def shows(self) -> str | None:
        """The kind whose views this entry adds to; None when it is only a link of the chain."""
        return None if self.payload is None else self.facts["kind"]


def entry(written: Written) -> Row:
    """Give the row of `entries`."""
    facts = written.facts
    return (
        facts["hash"], facts["device"], facts["seq"], facts["prev"], facts["kind"], written.event.index,
        written.received_at,
    )  # fmt: skip


def flags(subject: str, written: Written) -> Iterator[Row]:
    """Give the rows of `entry_flags` or `record_flags`."""
    return ((subject, flag["code"], flag["detail"]) for flag in written.facts["flags"])


def shot(written: Written) -> Row:
    """Give the row of `shots` for a picture from the camera or the album."""
    facts, body = written.facts, written.body
    preview = body.get("preview")
    preview = preview if isinstance(preview, dict) else {}
    return (
        body["sha256"], facts["device"], facts["hash"], body["bytes"],
        preview.get("sha256") if is_sha256(preview.get("sha256")) else None, _number(preview.get("bytes")),
        body["mime"], _number(body.get("width")), _number(body.get("height")), _text(body.get("source")),
        _text(body.get("slot")), to_json(body.get("fixes")), facts["wall_at"],
    )  # fmt: skip


def derived(written: Written) -> Row:
    """Give the row of `shots` for a derived picture: announced, uploaded and kept like a shot of its own."""
    facts, body = written.facts, written.body
    preview = body.get("preview")
    preview = preview if isinstance(preview, dict) else {}
    return (
        body["sha256"], facts["device"], facts["hash"], body["bytes"],
        preview.get("sha256") if is_sha256(preview.get("sha256")) else None, _number(preview.get("bytes")),
        "image/jpeg", None, None, "derive", None, "[]", facts["wall_at"],
    )  # fmt: skip


def record(written: Written, revision: int, state: str) -> Row:
    """Give the row of `records`: this version is the one shown; it waits for review or was withdrawn."""
    facts, body, decided = written.facts, written.body, written.facts["record"]
    at = (written.payload or {}).get("at")
    return (
        body["id"], facts["hash"], decided["n"], facts["device"], facts["officer"], facts["unit"],
        body["item"], body["edition"], decided["kind"], body["result"], decided["severity"],
        decided["place"], decided["lat"], decided["lon"], decided["acc_m"], body["address"], state,
        facts["wall_at"], offset_of(at), written.received_at, revision, None, None, to_json(body),
    )  # fmt: skip


def version(written: Written) -> Row:
    """Give the row of `record_versions`."""
    facts, body = written.facts, written.body
    return (
        facts["hash"], body["id"], facts["device"], facts["record"]["n"], to_json(body), facts["wall_at"],
        written.received_at,
    )  # fmt: skip


def record_shots(written: Written) -> Iterator[Row]:
    """Give the rows of `record_shots`."""
    return ((written.body["id"], n, each) for n, each in enumerate(written.body["shots"]))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if is_int(value) else None
