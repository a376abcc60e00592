"""What a phone promised beside entries and pictures: words of a draft, and what was done to saved records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.faults.outcome import ALTERED, LOST, OTHER, Finding
from tests.faults.reading import Server


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is to compare about one phone, and whether a forged receipt may have stopped it."""

    name: str
    said: list[dict[str, Any]]
    tried: list[dict[str, Any]]
    vaults: dict[str, dict[str, Any]]
    kids: tuple[str, ...]
    was_deceived: bool


def still_there(
    phone: Evidence, what: str, row: dict[str, Any] | None, *, readable: bool
) -> Iterator[Finding]:
    """What the server does not have must be on the phone, readable, and shown as unsent."""
    if row is None or not readable:
        yield Finding(LOST, f"{what} was said to be saved; it is nowhere")
    elif row["shown"] == "sent":
        yield Finding(LOST, f"{what} is shown as sent and the server does not have it")
    elif not phone.was_deceived:
        yield Finding(OTHER, f"{what} is stuck on the phone, shown as {row['shown']}")


def written_after(phone: Evidence, server: Server) -> Iterator[Finding]:
    """Name what was done to saved records and did not arrive, unless the phone had a reason to stop."""
    promised = Counter(
        (each["kid"], each["what"], each["id"]) for each in phone.said if each["kind"] == "wrote"
    )
    arrived = Counter((each.kid, *_what_of(each.payload)) for each in server.written if each.holds)
    for act, count in promised.items():
        if arrived[act] < count and not phone.was_deceived:
            yield Finding(LOST, f"the {act[1]} of {act[2][:8]} was said to be saved; it did not arrive")


def _what_of(payload: dict[str, Any]) -> tuple[str, str]:
    """Say what an entry does, and to which record or picture."""
    kind, body = payload["kind"], payload["body"]
    if kind == "record":
        return ("withdrawal" if "withdrawn" in body else "record"), body["id"]
    return kind, str(body.get("record") or body.get("from") or "")


def drafts(phone: Evidence) -> Iterator[Finding]:
    """The newest saved draft is there with its words, unless it became a record or was thrown away."""
    words: dict[str, tuple[str, str]] = {}
    for fact in phone.said:
        if fact["kind"] == "draft":
            words[fact["id"]] = (fact["kid"], fact["note"])
        elif fact["kind"] == "entry" and fact["act"] == "record":
            words.pop(fact["id"], None)
        elif fact["kind"] == "discard":
            words.pop(fact["what"], None)
    for draft, (kid, note) in words.items():
        vault = phone.vaults.get(kid)
        kept = {each["id"]: each for each in vault["drafts"]} if vault else {}
        entry_of = {each["id"] for each in vault["records"]} if vault else set()
        if vault and draft not in kept and draft not in entry_of:
            yield Finding(LOST, f"the draft {draft} was said to be saved; it is nowhere")
        elif draft in kept and kept[draft]["note"] != note:
            yield Finding(ALTERED, f"the draft {draft} has other words")
