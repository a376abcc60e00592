"""What reads bytes of strangers, as targets: bytes in, and nothing out but what each reader declares.

A target that raises has found something. None of these needs a store; those that do are in `answers.py`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemas.catalogue import EDITION_FILE, CatalogueError, parse_catalogue
from server.domain import jws, picture, tus
from server.domain.checkpoint import BadNoteError, Signer, open_checkpoint, sign_checkpoint
from server.domain.imports.columns import TABLES
from server.domain.imports.plan import Existing, Request, make_plan
from server.domain.journal import Ledger, entry_hash, open_entry, parse
from server.domain.problems import Problem
from server.domain.restart import RECOVERY_NAME, Restart, open_restart, write_restart
from server.queries import changes, filters
from server.services.importing import spell
from server.store import images, sheets
from tests.hostile import samples
from tests.support.phone import Phone

ORIGIN = "test/city"


@dataclass(frozen=True)
class Target:
    """A reader under attack: `run` raises only when it finds a fault; `seeds` are good inputs to spoil.

    `after` looks at what all the inputs together have left behind.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    after: Callable[[], None] = lambda: None


_phone = Phone(ORIGIN, "u-chen")
_ledger = Ledger(ORIGIN, _phone.kid, jws.public_key(_phone.jwk))
_log = Signer(ORIGIN, Ed25519PrivateKey.generate())
_recovery = Signer(RECOVERY_NAME, Ed25519PrivateKey.generate())


def payload(data: bytes) -> None:
    """An entry's payload is read whole or refused; what is read fits a database and a JSON answer."""
    try:
        value = parse(data)
    except Problem:
        return
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    assert "\0" not in text.encode().decode()


def envelope(data: bytes) -> None:
    """A whole entry as it travels: nothing but the signed bytes of this phone is admitted."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        open_entry(text, _ledger)
    except Problem:
        return
    raise AssertionError("an entry was admitted that nobody signed")


def sealed(data: bytes) -> None:
    """A payload that our key signed: what is admitted is kept byte for byte."""
    compact = _phone.seal(data)
    try:
        entry = open_entry(compact, _ledger)
    except Problem:
        return
    assert entry.jws == compact
    assert entry.hash == hashlib.sha256(compact.encode()).hexdigest() == entry_hash(compact)
    assert jws.split(entry.jws).payload == data
    json.dumps(entry.payload, ensure_ascii=False, allow_nan=False).encode()


def upload_headers(data: bytes) -> None:
    """Every tus header is read or is a ValueError with a reason."""
    text = data.decode("latin-1")
    for read in (tus.parse_length, tus.parse_metadata, tus.announced_hash, tus.parse_checksum):
        with suppress(ValueError):
            read(text)


def pictures(data: bytes) -> None:
    """Bytes are a picture that can be shown, or unreadable; both without surprise."""
    found = images.examine(data, "image/jpeg")
    kind = picture.sniff(data[:16])
    if kind:
        picture.has_trailing_data(data, kind)
    if found.readable:
        assert found.width and found.height
        assert images.render(data, 64).startswith(b"\xff\xd8")
    else:
        assert found == picture.UNREADABLE


def catalogues(data: bytes) -> None:
    """A catalogue file is taken or every fault of it is named."""
    with suppress(CatalogueError):
        parse_catalogue(data.decode("utf-8", "surrogateescape"), "fuzz.yaml")


def tables(data: bytes) -> None:
    """An imported file becomes rows, or faults; the first byte chooses its type."""
    kinds, types = sorted(TABLES), ("csv", "xlsx", "yaml", "geojson")
    chosen = data[0] if data else 0
    read = sheets.read_table(f"fuzz.{types[chosen % 4]}", data[1:])
    plan = make_plan(Existing(), Request(kinds[chosen // 4 % len(kinds)], read), spell)
    text = json.dumps(plan.rows, ensure_ascii=False, allow_nan=False)
    assert "\0" not in text.encode().decode()


def notes(data: bytes) -> None:
    """A signed note of nobody we know is a BadNoteError, and so is one that the right key signed badly."""
    text = data.decode("utf-8", "surrogateescape")
    attempts = [(open_checkpoint, text, _log.vkey), (open_restart, text, _recovery.vkey)]
    attempts += [(open_checkpoint, _sample_note(), text), (open_restart, text, text)]
    if text.isprintable() or text.isascii():
        attempts.append((open_restart, _recovery.sign(text + "\n"), _recovery.vkey))
        attempts.append((open_checkpoint, _log.sign(text + "\n"), _log.vkey))
    for read, note, key in attempts:
        with suppress(BadNoteError):
            read(note, key)


def cursors(data: bytes) -> None:
    """A cursor is one of ours or none at all."""
    text = data.decode("utf-8", "replace")
    for encoded in (text, base64.urlsafe_b64encode(data).decode()):
        filters.read_cursor(encoded)
        changes._read(encoded)


def _sample_note() -> str:
    return sign_checkpoint(_log, 7, bytes(32))


def _note_seeds() -> list[bytes]:
    restart = Restart(ORIGIN, 7, bytes(32), _log.vkey, "2026-11-22T08:00:00.000Z", "restored")
    texts = [_sample_note(), write_restart(_recovery, restart), _log.vkey, _recovery.vkey]
    return [text.encode() for text in texts]


TARGETS = {
    "payload": Target(payload, lambda: samples.payloads(_phone)),
    "envelope": Target(envelope, lambda: samples.entries(Phone(ORIGIN, "u-wang"))),
    "sealed": Target(sealed, lambda: samples.payloads(_phone)),
    "tus": Target(upload_headers, samples.upload_headers),
    "pictures": Target(pictures, samples.pictures),
    "catalogue": Target(catalogues, lambda: samples.catalogues(EDITION_FILE.read_text(encoding="utf-8"))),
    "tables": Target(tables, samples.tables),
    "notes": Target(notes, _note_seeds),
    "cursors": Target(cursors, samples.cursors),
}
