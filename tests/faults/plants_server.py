"""Planted server bugs: each is put into a forked server process, and the laboratory must catch it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from server.domain.problems import NotFoundProblem
from server.queries import evidence as known_evidence
from server.queries import heads
from server.services import derivatives, device_access, evidence, receipts, showing
from server.store import blobs, jobs, ledger, partials, projectors
from server.store.prepared import ask_all
from server.store.statements import Question
from server.store.store import Store, Tx

_LATE_S = 0.05


def _swap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace a function by what `make` makes of it; AttributeError where the product has none such."""
    setattr(owner, name, make(getattr(owner, name)))


def _no_fsync() -> None:
    _swap(partials.Partial, "sync", lambda _real: lambda _self: None)


def _no_folder_fsync() -> None:
    _swap(blobs, "sync_folder", lambda _real: lambda _folder: None)


def _answer_before_commit() -> None:
    @contextmanager
    def write(self: Store, asking: Callable[[], Sequence[Question]] = tuple) -> Iterator[Tx]:
        held = self.scratch()
        conn = held.__enter__()
        tx = Tx(conn, *ledger.begin(conn, asking()))
        try:
            yield tx
            ledger.finish(conn, tx.leaves)
            tx.last_answers = ask_all(conn, tx.last_questions) if tx.last_questions else []
        except BaseException as error:
            with suppress(type(error)):
                held.__exit__(type(error), error, None)
            raise
        threading.Timer(_LATE_S, held.__exit__, (None, None, None)).start()

    _swap(Store, "write", lambda _real: write)


def _hash_not_checked() -> None:
    def trusting(real: Callable[..., None]) -> Callable[..., None]:
        return lambda self, sha256, source, _digest: real(self, sha256, source, sha256)

    _swap(blobs.DiskBlobs, "_place", trusting)


def _wrong_offset_accepted() -> None:
    def take_in(real: Callable[..., Any]) -> Callable[..., Any]:
        def taken(partial: partials.Partial, body: evidence.Body, *rest: Any) -> Any:
            if body.offset is not None:
                partial.offset = body.offset
            return real(partial, body, *rest)

        return taken

    _swap(evidence, "_take_in", take_in)
    _hash_not_checked()


def _entries_twice() -> None:
    class Forgetful(dict[str, Any]):
        def __contains__(self, _key: object) -> bool:
            return False

    def all_new(real: Callable[..., Any]) -> Callable[..., Any]:
        def chains_and_versions(*words: Any) -> Any:
            chains, versions = real(*words)
            for chain in chains.values():
                chain.known = Forgetful(chain.known)
            return chains, versions

        return chains_and_versions

    _swap(heads, "chains_and_versions", all_new)


def _pictures_twice() -> None:
    def nothing_known(real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *words: known_evidence.Known(real(*words).announced, None)

    _swap(known_evidence, "known", nothing_known)
    _swap(known_evidence, "senders_and_records", lambda real: lambda *words: (set(), real(*words)[1]))


def _not_cut_back() -> None:
    _swap(partials.Partial, "cut_back", lambda _real: lambda _self, _offset: None)


def _row_skipped() -> None:
    counted = iter(range(1 << 30))

    def some(real: Callable[..., None]) -> Callable[..., None]:
        return lambda conn, events: real(conn, [each for each in events if next(counted) % 5 != 3])

    _swap(projectors, "project_all", some)
    from server.store import store

    _swap(store, "project_all", some)


def _job_lost() -> None:
    _swap(jobs, "want_all", lambda _real: lambda _conn, _wishes: None)


def _receipt_of_another_leaf() -> None:
    def neighbour(real: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        def receipt(*words: Any) -> dict[str, Any]:
            true = real(*words)
            return {**true, "index": true["index"] - (true["index"] % 3 == 0)}

        return receipt

    _swap(receipts, "_receipt", neighbour)


def _full_disk_ignored() -> None:
    def careless(real: Callable[[int, bytes], None]) -> Callable[[int, bytes], None]:
        def write_all(descriptor: int, data: bytes) -> None:
            with suppress(OSError):
                real(descriptor, data)

        return write_all

    _swap(partials, "write_all", careless)


def _retry_removes() -> None:
    def receive(real: Callable[..., Any]) -> Callable[..., Any]:
        def received(store: Store, upload: evidence.Upload, *rest: Any) -> Any:
            with store.read() as conn:
                if known_evidence.known(conn, upload.kid, upload.sha256).stored is not None:
                    store.blobs.remove(upload.sha256)
            return real(store, upload, *rest)

        return received

    _swap(evidence, "receive", receive)


def _revoked_turned_away() -> None:
    def grant(real: Callable[..., device_access.Grant]) -> Callable[..., device_access.Grant]:
        def granted(*words: Any) -> device_access.Grant:
            given = real(*words)
            if given.revoked:
                raise NotFoundProblem
            return given

        return granted

    _swap(device_access, "grant", grant)


def _reads_not_verified() -> None:
    def trusting(_real: Callable[..., bytes]) -> Callable[..., bytes]:
        return lambda store, sha256: b"".join(blobs.read_pieces(store, sha256))

    for reader in (showing, derivatives):
        _swap(reader, "read_whole", trusting)


PLANTS: dict[str, Callable[[], None]] = {
    "fsync dropped": _no_fsync,
    "folder fsync dropped": _no_folder_fsync,
    "answer before commit": _answer_before_commit,
    "hash not checked": _hash_not_checked,
    "wrong offset accepted": _wrong_offset_accepted,
    "entries stored twice on a retry": _entries_twice,
    "pictures stored twice on a retry": _pictures_twice,
    "wrong bytes not cut back": _not_cut_back,
    "projector skips a row": _row_skipped,
    "job lost": _job_lost,
    "receipt of another leaf": _receipt_of_another_leaf,
    "failed write ignored": _full_disk_ignored,
    "retry removes what is stored": _retry_removes,
    "what is read is not verified": _reads_not_verified,
    "revoked device turned away": _revoked_turned_away,
}
