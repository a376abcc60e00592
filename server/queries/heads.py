"""What the server has of each device's journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from server.domain import journal, jws
from server.domain.clock_text import from_text
from server.domain.journal import Entry
from server.domain.scope import Right, rights_of
from server.domain.versions import Author, Version
from server.store.prepared import ask, ask_all, from_json
from server.store.statements import Question, Row, Statement, by_keys, statement

_DEVICE = statement(
    "SELECT devices.jwk, devices.user_id, devices.unit_id, devices.enrolled_at, devices.revoked_at, "
    "devices.revoked_after_seq, users.unit_id AS user_unit, users.roles, users.active "
    "FROM devices LEFT JOIN users ON users.id = devices.user_id WHERE devices.kid = ?"
)
_NEWEST = statement("SELECT hash, seq FROM entries WHERE device = ? ORDER BY seq DESC, leaf_idx DESC LIMIT 1")
_HEADS = Statement(
    "SELECT device, hash, seq FROM json_each(?) CROSS JOIN entries ON entries.rowid = (SELECT rowid "
    "FROM entries WHERE device = value ORDER BY seq DESC, leaf_idx DESC LIMIT 1)",
    "SELECT device, hash, seq FROM json_array_elements_text(%s::json) kid CROSS JOIN LATERAL (SELECT device, "
    "hash, seq FROM entries WHERE device = kid ORDER BY seq DESC, leaf_idx DESC LIMIT 1) newest",
    keys=True,
)
# Without naming the device, which would tempt SQLite to walk its whole chain.
_KNOWN = statement("SELECT hash, seq, leaf_idx, device FROM entries WHERE hash = ANY (?)")
_CHILDREN = statement("SELECT prev, hash FROM entries WHERE device = ? AND prev = ANY (?) ORDER BY leaf_idx")

_VERSIONS = by_keys("SELECT id, version, entry_hash, device, officer_id FROM records WHERE id = ANY (?)")


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device and the officer it belongs to."""

    kid: str
    key: jws.PublicKey
    user_id: str
    unit_id: str
    may_record: bool
    enrolled_at: datetime
    revoked_at: str | None
    revoked_after_seq: int | None

    def is_revoked_at(self, seq: int) -> bool:
        """Say whether an entry of this seq was written after the device was revoked."""
        return self.revoked_after_seq is not None and seq > self.revoked_after_seq


@dataclass(slots=True)
class Chain:
    """A device's chain as far as some entries touch it: its head, and by hash what is known of them."""

    head: journal.Known
    known: dict[str, journal.Known]
    leaves: dict[str, int] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)


def find_device(conn: Connection, kid: str) -> Device | None:
    """Give the device with this id, with its officer's present unit and right."""
    return read_device(kid, ask(conn, _DEVICE, kid))


def device_question(kid: str) -> Question:
    """Ask for a device; `read_device` reads the answer."""
    return Question(_DEVICE, (kid,))


def read_device(kid: str, rows: Sequence[Row]) -> Device | None:
    """Give the device of an answer."""
    if not rows:
        return None
    jwk, user, unit, enrolled_at, revoked_at, after_seq, user_unit, roles, active = rows[0]
    known = from_json(jwk)
    return Device(
        kid=kid,
        key=_key(known["kty"], known["crv"], known["x"], known["y"]),
        user_id=user,
        unit_id=user_unit or unit,
        may_record=bool(active) and Right.RECORD in rights_of(from_json(roles) or ()),
        enrolled_at=from_text(enrolled_at),
        revoked_at=revoked_at,
        revoked_after_seq=after_seq,
    )


@lru_cache(maxsize=4096)
def _key(kty: str, crv: str, x: str, y: str) -> jws.PublicKey:
    # The same coordinates are the same key for ever; whose it is was just read.
    return jws.public_key({"kty": kty, "crv": crv, "x": x, "y": y})


def head(conn: Connection, kid: str) -> journal.Known:
    """Give the newest entry of a device: highest seq, of several the one admitted last."""
    return _head(ask(conn, _NEWEST, kid))


def _head(rows: Sequence[Row]) -> journal.Known:
    return journal.Known(*rows[0]) if rows else journal.Known(journal.ZERO_HASH, 0)


def questions(wanted: Mapping[str, Sequence[Entry]], record_ids: Collection[str]) -> list[Question]:
    """Ask for the heads of several devices, and for records; `chains_and_versions` reads the answers."""
    asked = [Question(_HEADS, (list(wanted),))]
    return [*asked, Question(_VERSIONS, (list(record_ids),))] if record_ids else asked


def chains_and_versions(
    conn: Connection, wanted: Mapping[str, Sequence[Entry]], answers: Sequence[Sequence[Row]]
) -> tuple[dict[str, Chain], dict[str, Version]]:
    """Give the chains of several devices as far as these entries need them, and records.

    Entries that run on from a chain's head are new, and nothing follows it: of those nothing else is asked.
    """
    newest = {device: journal.Known(hash_, seq) for device, hash_, seq in answers[0]}
    chains = {kid: _from_head(newest.get(kid)) for kid in wanted}
    versions = {
        row[0]: Version(row[1], row[2], Author(row[3], row[4])) for rows in answers[1:] for row in rows
    }
    odd = {kid: each for kid, each in wanted.items() if not _runs_on(chains[kid].head, each)}
    if odd:
        _look_around(conn, odd, chains)
    return chains, versions


def _from_head(newest: journal.Known | None) -> Chain:
    return Chain(newest, {newest.hash: newest}) if newest else Chain(_head([]), {})


def _runs_on(head: journal.Known, entries: Sequence[Entry]) -> bool:
    hash_, seq = head.hash, head.seq
    for entry in entries:
        if (entry.prev, entry.seq) != (hash_, seq + 1):
            return False
        hash_, seq = entry.hash, entry.seq
    return True


def _look_around(conn: Connection, odd: Mapping[str, Sequence[Entry]], chains: dict[str, Chain]) -> None:
    """Learn what is known of entries that do not run on, of those they follow, and of their siblings."""
    asked = [question for kid, entries in odd.items() for question in _around(kid, entries)]
    answers = iter(ask_all(conn, asked))
    for kid in odd:
        for hash_, seq, leaf, device in next(answers):
            if device == kid:
                chains[kid].known[hash_], chains[kid].leaves[hash_] = journal.Known(hash_, seq), leaf
        for parent, child in next(answers):
            chains[kid].children.setdefault(parent, []).append(child)


def _around(kid: str, entries: Sequence[Entry]) -> list[Question]:
    parents = [entry.prev for entry in entries]
    return [
        Question(_KNOWN, ([*parents, *(entry.hash for entry in entries)],)),
        Question(_CHILDREN, (kid, parents)),
    ]
