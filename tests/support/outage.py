"""A city whose phones all come back at once: who they are, what they bring, what must be there at the end."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from server.domain.events import Event
from server.domain.journal import entry_hash
from server.store.store import Store
from server.store.tables import blobs, entries, leaves
from tests.support.city import NOW, user_of
from tests.support.phone import Phone, digest
from tests.support.storm import Blob, Load, Told, storm

_forked = multiprocessing.get_context("fork")
_SETTLE_S = 1.0


def enrol_many(store: Store, count: int) -> list[Phone]:
    """Enrol many phones of Chen in one write."""
    user = user_of(store, "chen")
    phones = [Phone(store.origin, user.id) for _ in range(count)]
    rest = {"user": user.id, "unit": "east-1", "label": "storm", "demo": False}
    said = [{"kid": phone.kid, "jwk": phone.jwk, **rest} for phone in phones]
    with store.write() as tx:
        tx.append_all([Event("device.enrolled", f"device:{each['kid']}", "test", NOW, each) for each in said])
    return phones


def blob(noise: bytes) -> Blob:
    """Make bytes that nobody else has."""
    prefix = os.urandom(16)
    whole = hashlib.sha256(prefix)
    whole.update(noise)
    return Blob(whole.hexdigest(), prefix, noise)


def loads(phones: Sequence[Phone], pictures: int, picture_bytes: int, preview_bytes: int) -> list[Load]:
    """Sign what each phone brings: its shots, and a record that shows them."""
    noise = os.urandom(picture_bytes - 16)
    made = []
    for phone in phones:
        originals = [blob(noise) for _ in range(pictures)]
        previews = [blob(noise[: preview_bytes - 16]) for _ in originals]
        shots = [
            phone.shot(
                b"", NOW, sha256=original.sha256, bytes=original.size,
                preview={"sha256": preview.sha256, "bytes": preview.size},
            )
            for original, preview in zip(originals, previews, strict=True)
        ]  # fmt: skip
        record = phone.record(NOW, shots=[each.sha256 for each in originals])
        made.append(Load(phone, (*shots, record), previews, originals))
    return made


def play(port: int, brought: Sequence[Load], processes: int) -> list[Told]:
    """Let all phones come at once from a few processes, and return what each saw once all is sent."""
    start = time.monotonic() + _SETTLE_S
    pipes = [_forked.Pipe(duplex=False) for _ in range(processes)]

    def run(number: int) -> None:
        said: Any
        try:
            said = asyncio.run(storm(port, brought[number::processes], start))
        except Exception as error:  # noqa: BLE001 - raised again by the parent
            said = RuntimeError(repr(error))
        pipes[number][1].send(said)

    running = [_forked.Process(target=run, args=(number,)) for number in range(processes)]
    for each in running:
        each.start()
    heard = [reader.recv() for reader, _ in pipes]
    for each in running:
        each.join()
    for said in heard:
        if isinstance(said, Exception):
            raise said
    return [told for said in heard for told in said]


def wrongs(store: Store, brought: Sequence[Load]) -> Counter[str]:
    """Count what was lost, doubled or altered between the phones and the ledger; all zero is right."""
    hashes = [entry_hash(each) for load in brought for each in load.entries]
    pictures = {each.sha256: each for load in brought for each in (*load.previews, *load.originals)}
    with store.read() as conn:
        own = {load.phone.kid for load in brought}
        admitted = Counter(conn.scalars(select(entries.c.hash).where(entries.c.device.in_(own))))
        kept = Counter(conn.scalars(select(blobs.c.sha256).where(blobs.c.device.in_(own))))
        stored = conn.scalars(select(leaves.c.subject).where(leaves.c.type == "stored"))
        named = Counter(subject.removeprefix("blob:") for subject in stored)
    found: Counter[str] = Counter()
    found["entries lost"] = len(set(hashes) - set(admitted))
    found["entries nobody wrote"] = len(set(admitted) - set(hashes))
    found["pictures lost"] = len(set(pictures) - set(kept))
    found["doubled"] = sum(n - 1 for counted in (admitted, kept, named) for n in counted.values())
    found["altered"] = sum(1 for sha256 in kept if sha256 in pictures and not _is_whole(store, sha256))
    return found


def _is_whole(store: Store, sha256: str) -> bool:
    with store.blobs.open(sha256) as file:
        return digest(file.read()) == sha256
