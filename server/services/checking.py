"""Is everything still what the ledger says? Each part of an installation, and what of it is not right.

A finding that is grave is damage; the others are told because somebody may want to know or to mend them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from server.domain.checkpoint import BadNoteError, open_checkpoint, parse_vkey
from server.domain.restart import open_restart
from server.queries import checking as facts
from server.queries import erasing as erased
from server.queries import evidence, ledger
from server.services import derivatives
from server.store import auditing, inspecting, replay
from server.store.blobs import BlobNotFoundError, BlobUnreadableError, read_pieces
from server.store.keys import KEY_FILES
from server.store.store import Connection, Store

# Told now and then: the part, how many of how many were looked at.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree: in which part, where, and what; `grave` when it is damage."""

    part: str
    where: str
    what: str
    grave: bool = True

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.part} {self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Look:
    """How to look: `quick` reads no picture and rebuilds no view; `against`: notes kept elsewhere."""

    quick: bool = False
    against: tuple[str, ...] = ()
    tell: Tell = lambda _part, _done, _all: None


def survey(store: Store, look: Look) -> list[Finding]:
    """Look at every part of an installation, beside a server that may be at work."""
    found: list[Finding] = []
    stored: list[tuple[str, int]] = []
    try:
        with store.snapshot() as conn, inspecting.legible():
            found += _logs(conn, store, look)
            stored = evidence.all_blobs(conn)
            found += _people(conn)
            found += _work(conn, store)
            found += _uploads(conn, store)
            found += _erasures(conn, store)
    except inspecting.IllegibleError as error:
        return [*found, Finding("database", "tables", str(error))]
    return [*found, *_pictures(store, stored, look), *_strangers(store), *_keys(store)]


def _logs(conn: Connection, store: Store, look: Look) -> list[Finding]:
    """Look at the database, the ledger and, where both hold, at the views."""
    found = [Finding("database", "file", line) for line in inspecting.health(conn, quick=look.quick)]
    for fault in auditing.audit(conn, store.origin, lambda done, whole: look.tell("ledger", done, whole)):
        where = "head" if fault.index is None else f"leaf {fault.index}"
        part, where = ("node", fault.node) if fault.node else ("ledger", where)
        found.append(Finding(part, where, fault.what))
    if not found:
        found += _promises(conn, store, look.against)
    if not found and not look.quick:
        # Views are compared only with a ledger that holds; else the ledger's faults say it all.
        with replay.rebuilt(conn) as copy:
            found += [
                Finding("view", f"{each.table} {each.key}", each.kind)
                for each in replay.differences(conn, copy)
            ]
    guards = inspecting.missing_guards(conn)
    return found + [Finding("guard", name, "is missing or changed") for name in guards]


def _promises(conn: Connection, store: Store, against: Iterable[str]) -> Iterator[Finding]:
    """Compare the log with what was signed outside of it: restart notes, checkpoints kept elsewhere."""
    head = ledger.head(conn)
    for n, note in enumerate(against, 1):
        try:
            kept = open_checkpoint(note, store.signer.vkey)
        except BadNoteError as error:
            yield Finding("checkpoint", str(n), f"cannot be read ({error})")
            continue
        if kept.size > head.size or ledger.root_at(conn, kept.size) != kept.root:
            yield Finding("checkpoint", str(n), f"this log is no continuation of it ({kept.size} leaves)")
    recovery = store.settings.get("recovery_vkey", "")
    for at, (size, note) in enumerate(ledger.restart_notes(conn)):
        try:
            restart = open_restart(note, recovery)
        except BadNoteError as error:
            yield Finding("restart", str(size), f"the note does not hold ({error})")
            continue
        if restart.size > head.size or ledger.root_at(conn, restart.size) != restart.root:
            yield Finding("restart", str(size), "this log is no continuation of the note")
        elif at == 0 and restart.vkey != store.signer.vkey:
            yield Finding("keys", KEY_FILES[0], "is not the key that the newest restart note names")


def _people(conn: Connection) -> Iterator[Finding]:
    for user in facts.passwords_nobody_set(conn):
        yield Finding("secret", user, "has a password that nobody set")


def _work(conn: Connection, store: Store) -> Iterator[Finding]:
    for sha256 in facts.unexamined(conn):
        yield Finding("work", sha256, "nobody is asked to look at this picture", grave=False)
    for kind, key in facts.given_up(conn):
        yield Finding("work", key, f"{kind} was given up", grave=False)
    for rendition, sha256 in derivatives.lost(conn, store):
        yield Finding("derived", sha256, f"{rendition} is not there", grave=False)


def _uploads(conn: Connection, store: Store) -> Iterator[Finding]:
    for path in inspecting.leftovers(store.config.data / "uploads", facts.senders(conn)):
        yield Finding("upload", f"{path.parent.name}/{path.name}", "is stored already", grave=False)


def _erasures(conn: Connection, store: Store) -> Iterator[Finding]:
    listed = store.erasures.read()
    for entry in erased.come_back(conn, listed):
        yield Finding("erasure", entry, "is here again: xunzheng erase --again")
    gone = store.erasures.pictures()
    for sha256 in sorted(gone - erased.still_stored(conn, gone)):
        if store.blobs.size(sha256) is not None:
            yield Finding("erasure", sha256, "the picture is here again: xunzheng erase --again")
    for line in erased.erasures(conn):
        if line["hash"] not in listed:
            yield Finding("erasure", line["hash"], "is not on the list of erasures", grave=False)


def _pictures(store: Store, stored: list[tuple[str, int]], look: Look) -> Iterator[Finding]:
    wrong = {}
    for done, (sha256, size) in enumerate(stored, 1):
        what = _wrong(store, sha256, size, look)
        if what:
            wrong[sha256] = what
        look.tell("blobs", done, len(stored))
    with store.read() as conn:
        # What was erased while this went on is rightly gone.
        still = erased.still_stored(conn, wrong)
    yield from (Finding("blob", sha256, what) for sha256, what in wrong.items() if sha256 in still)


def _wrong(store: Store, sha256: str, size: int, look: Look) -> str | None:
    try:
        kept = store.blobs.size(sha256)
        if kept != size:
            return "missing" if kept is None else f"has {kept} bytes instead of {size}"
        return None if look.quick or _digest(store, sha256) == sha256 else "hash differs"
    except BlobNotFoundError:
        return "missing"
    # One bad sector must not hide what is wrong with all the others.
    except BlobUnreadableError as error:
        return f"cannot be read ({error})"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _strangers(store: Store) -> Iterator[Finding]:
    """Name files that no row names: left by a crash between a picture and its leaf, or put there."""
    names = set(store.blobs.names())
    with store.read() as conn:
        unknown = names - {sha256 for sha256, _ in evidence.all_blobs(conn)}
    for sha256 in sorted(unknown - store.erasures.pictures()):
        yield Finding("blob", sha256, "no row names this file", grave=False)


def _keys(store: Store) -> Iterator[Finding]:
    data = store.config.data
    try:
        parse_vkey(store.settings.get("recovery_vkey", ""))
    except BadNoteError as error:
        yield Finding("keys", "settings.yaml", f"recovery_vkey: {error}")
    for name in KEY_FILES:
        if (data / name).stat().st_mode & 0o077:
            yield Finding("keys", name, "others on this machine can read it", grave=False)
    if (data / "offline" / "recovery.json").exists() and not store.config.demo:
        yield Finding("keys", "offline/recovery.json", "is still on this machine: move it off", grave=False)


def _digest(store: Store, sha256: str) -> str:
    whole = hashlib.sha256()
    for piece in read_pieces(store.blobs, sha256):
        whole.update(piece)
    return whole.hexdigest()
