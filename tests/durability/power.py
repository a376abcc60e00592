"""A laboratory of power loss: a real server under strace, phones that note what they hear, and the replay.

By hand, with many more points: `python -m tests.durability.power --points 400 --seed 5`.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import json
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from server.config import load_config
from server.domain.checkpoint import open_checkpoint
from server.queries import evidence as facts
from server.queries import heads
from server.services import evidence, rebuilding, sync
from server.store import ledger
from server.store.store import Store, open_store
from server.store.tables import leaves
from tests.durability import strace_log
from tests.durability.disk_model import KILLED, STRICT, Disk, torn
from tests.support import city as cast
from tests.support.phone import Phone, digest
from tests.support.real_server import RealServer
from tests.support.tracing import strace

WAYS = {"strict": STRICT, "killed": KILLED}
APP = "server.wsgi:app"
_KEPT = {"admitted", "known"}


class TracedServer(RealServer):
    """A server whose every write is noted; `app` names what it serves, `planted` ones too."""

    def __init__(self, data: Path, log: Path, app: str = APP) -> None:
        super().__init__(data)
        self._log, self._app = log, app

    def command(self) -> list[str]:
        traced = [strace(), *strace_log.OPTIONS, "-o", str(self._log), *super().command()[:-1]]
        return [*traced, self._app] if self._app == APP else [*traced, "--factory", self._app]


@dataclass(frozen=True)
class Said:
    """What one answer promised: entries by hash, pictures by hash, and a checkpoint of the ledger."""

    port: int
    entries: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    checkpoint: str | None = None


class Correspondent:
    """A phone that sends in every way there is and writes down what it was promised."""

    def __init__(self, port: int, phone: Phone, seed: int) -> None:
        self._port, self.phone, self._chance = port, phone, random.Random(seed)
        self.said: list[Said] = []
        nonce = self._post("/api/device/challenge", {"kid": phone.kid})[1]["nonce"]
        signature = phone.sign(f"xunzheng-token\n{nonce}".encode())
        granted = self._post("/api/device/token", {"kid": phone.kid, "nonce": nonce, "signature": signature})[
            1
        ]
        self._headers = {"Authorization": f"Bearer {granted['token']}", "Tus-Resumable": "1.0.0"}

    def work(self, rounds: int) -> None:
        """Send entries one by one and in batches, and pictures whole and in pieces."""
        for number in range(rounds):
            pictures = [
                self._chance.randbytes(self._chance.choice((700, 9_000, 70_000))) for _ in range(number % 3)
            ]
            at = datetime.now(UTC)
            shots = [self.phone.shot(picture, at) for picture in pictures]
            self._send([*shots, *(self.phone.record(at) for _ in range(1 + number % 4))])
            for picture in pictures:
                self._send_picture(picture, whole=bool(number % 2))

    def _send(self, entries: list[str]) -> None:
        port, said = self._post("/api/journal", {"entries": entries}, self._headers)
        kept = {
            each["hash"]: jws
            for each, jws in zip(said["results"], entries, strict=True)
            if each["state"] in _KEPT
        }
        assert len(kept) == len(entries), said
        self.said.append(Said(port, kept, {}, said["receipt"]["checkpoint"]))

    def _send_picture(self, picture: bytes, *, whole: bool) -> None:
        named = base64.b64encode(digest(picture).encode()).decode()
        told = {"Upload-Length": str(len(picture)), "Upload-Metadata": f"sha256 {named}"}
        first = picture if whole else picture[: len(picture) // 3]
        port, offset = self._tus("POST", "", told, first)
        while offset < len(picture):
            piece = picture[offset : offset + max(1, len(picture) // 3)]
            port, offset = self._tus("PATCH", f"/{digest(picture)}", {"Upload-Offset": str(offset)}, piece)
        self.said.append(Said(port, {}, {digest(picture): picture}))
        port, said = self._post("/api/receipts", {"blobs": [digest(picture)]}, self._headers)
        assert digest(picture) in said["receipts"]
        self.said.append(Said(port, {}, {digest(picture): picture}, said["checkpoint"]))

    def _tus(self, method: str, path: str, told: dict[str, str], body: bytes) -> tuple[int, int]:
        octets = {"Content-Type": "application/offset+octet-stream"}
        port, answer, _ = self._ask(method, f"/api/evidence{path}", body, {**self._headers, **octets, **told})
        assert answer.status in {201, 204}, answer.status
        return port, int(answer.headers["Upload-Offset"])

    def _post(self, path: str, said: Any, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        told = {"Content-Type": "application/json", **(headers or {})}
        port, answer, raw = self._ask("POST", path, json.dumps(said).encode(), told)
        assert answer.status == 200, raw
        return port, json.loads(raw)

    def _ask(self, method: str, path: str, body: bytes, told: dict[str, str]) -> tuple[int, Any, bytes]:
        # One connection for each request: its port tells the answer apart in the trace.
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.connect()
        port: int = connection.sock.getsockname()[1]
        connection.request(method, path, body, {**told, "Connection": "close"})
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        return port, answer, raw


@dataclass(frozen=True)
class Recording:
    """A disk at its beginning, all steps on it, and what was promised when."""

    before: dict[str, bytes | None]
    trace: strace_log.Trace
    said: list[tuple[int, Said]]
    phones: list[Phone]

    def points(self, count: int, seed: int) -> list[int]:
        """Choose moments: half of `count` are answers, the rest lie by chance between steps."""
        chance = random.Random(seed)
        answers = sorted(at for at, _ in self.said)
        every = max(1, 2 * len(answers) // count)
        steps = [at for at, _ in self.trace.steps if at > answers[0]]
        between = chance.sample(steps, min(len(steps), count - len(answers[::every])))
        return sorted({*answers[::every], answers[-1], *between, self.trace.last})

    def crashes(
        self, points: list[int], seed: int
    ) -> Iterator[tuple[str, dict[str, bytes | None], list[Said]]]:
        """Give for every point and way the files left and what was promised by then; equal disks once."""
        disk, steps, seen = Disk(self.before), iter(self.trace.steps), set[str]()
        pending = next(steps, None)
        for point in points:
            while pending is not None and pending[0] <= point:
                disk.do(*pending)
                pending = next(steps, None)
            promised = [said for at, said in self.said if at <= point]
            for way, fate in {**WAYS, f"torn {seed + point}": torn(seed + point)}.items():
                files = disk.surviving(fate)
                image = _fingerprint(files, len(promised))
                if image not in seen:
                    seen.add(image)
                    yield f"step {point}, {way}", files, promised


def _fingerprint(files: dict[str, bytes | None], promised: int) -> str:
    whole = hashlib.sha256(str(promised).encode())
    for path, content in sorted(files.items()):
        whole.update(f"{path}\0{None if content is None else len(content)}\0".encode() + (content or b""))
    return whole.hexdigest()


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Read a folder as a disk to begin with; shared memory and locks are no part of it."""
    found = (path for path in folder.rglob("*") if not path.name.endswith(("-shm", ".lock")))
    return {str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes() for path in found}


def record(folder: Path, *, phones: int = 3, rounds: int = 8, app: str = APP) -> Recording:
    """Run a server on a settled city, let phones send to it, and kill it."""
    data, log = folder / "data", folder / "trace"
    store = open_store(cast.make_config(data))
    cast.settle(store)
    cast_of = [cast.enrol(store, now=datetime.now(UTC)) for _ in range(phones)]
    store.close()
    before = snapshot(data)
    server = TracedServer(data, log, app)
    try:
        server.start()
        senders = [Correspondent(server.port, phone, seed) for seed, phone in enumerate(cast_of)]
        with ThreadPoolExecutor(phones) as at_once:
            list(at_once.map(lambda sender: sender.work(rounds), senders))
        heard = [each for sender in senders for each in sender.said]
        trace = _whole_trace(log, data.resolve(), before, {each.port for each in heard})
    finally:
        server.kill()
    said = sorted(((trace.answers[each.port], each) for each in heard), key=lambda each: each[0])
    return Recording(before, trace, said, cast_of)


def _whole_trace(log: Path, data: Path, before: dict[str, bytes | None], ports: set[int]) -> strace_log.Trace:
    """Read the trace once it holds every answer that was heard: an answer outruns its own line."""
    deadline = time.monotonic() + 60
    while True:
        with log.open(encoding="ascii") as lines:
            trace = strace_log.read(lines, data, Disk(before))
        if missed := ports - trace.answers.keys():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the trace lacks answers to the ports {sorted(missed)}")
            time.sleep(0.2)
            continue
        return trace


def lay_down(files: dict[str, bytes | None], folder: Path) -> None:
    """Write what a crash left into a folder."""
    for path, content in files.items():
        target = folder / path
        if content is None:
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def missing(files: dict[str, bytes | None], promised: list[Said], phones: list[Phone]) -> list[str]:
    """Start the store on what a crash left; name every promise it does not keep, and what is half there."""
    with TemporaryDirectory(prefix="power-") as place:
        folder = Path(place) / "data"
        lay_down(files, folder)
        try:
            store = open_store(load_config(folder, {}))
        except Exception as error:  # noqa: BLE001 - a store that does not open is a find like any other
            return [f"does not open: {type(error).__name__} {error}"]
        try:
            return broken(store, promised, phones)
        finally:
            store.close()


def broken(store: Store, promised: list[Said], phones: list[Phone]) -> list[str]:
    """Name every promise a store does not keep, what is half in it, and what stops the next send."""
    return [*_unkept(store, promised), *map(str, rebuilding.check(store)), *_goes_on(store, phones)]


def _unkept(store: Store, promised: list[Said]) -> Iterator[str]:
    with store.read() as conn:
        rows = conn.execute(select(leaves.c.entry_hash, leaves.c.jws))
        entries = {row.entry_hash: row.jws for row in rows}
        stored = {sha256 for sha256, _ in facts.all_blobs(conn)}
        size = ledger.read_head(conn).size
        for said in promised:
            yield from (
                f"entry {name[:8]} is lost" for name, jws in said.entries.items() if entries.get(name) != jws
            )
            for sha256, picture in said.pictures.items():
                if sha256 not in stored:
                    yield f"picture {sha256[:8]} is not in the ledger"
                elif _kept_bytes(store, sha256) != picture:
                    yield f"picture {sha256[:8]} differs"
            if said.checkpoint:
                point = open_checkpoint(said.checkpoint, store.signer.vkey)
                if point.size > size or ledger.root_at(conn, point.size) != point.root:
                    yield f"the checkpoint of size {point.size} does not hold"


def _kept_bytes(store: Store, sha256: str) -> bytes | None:
    if store.blobs.size(sha256) is None:
        return None
    with store.blobs.open(sha256) as file:
        return file.read()


def _goes_on(store: Store, phones: list[Phone]) -> Iterator[str]:
    """A phone that comes back finds its head, sends on and finishes a picture."""
    now, kid = datetime.now(UTC), phones[0].kid
    with store.read() as conn:
        have = heads.head(conn, kid)
    again = Phone(phones[0].origin, phones[0].officer, phones[0].key, have.seq, have.hash)
    picture = f"after {have.hash}".encode() * 20
    results = sync.accept(store, kid, sync.Batch((again.shot(picture, now),)), now).results
    yield from (f"the next entry is {each.state}" for each in results if each.state != "admitted")
    upload = evidence.Upload(kid, digest(picture))
    body = evidence.Body(_reader(picture), None, len(picture))
    if evidence.receive(store, upload, len(picture), body, lambda: now).expires_at is not None:
        yield "the next picture is not finished"


def _reader(data: bytes) -> Any:
    left = [data]

    def read(size: int) -> bytes:
        part, left[0] = left[0][:size], left[0][size:]
        return part

    return read


def main() -> int:
    """Print how many crashes were replayed and which promises did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with TemporaryDirectory(prefix="power-run-") as folder:
        recording = record(Path(folder), rounds=told.rounds)
    tried, failed = 0, 0
    for name, files, promised in recording.crashes(recording.points(told.points, told.seed), told.seed):
        tried += 1
        found = missing(files, promised, recording.phones)
        failed += bool(found)
        for line in found[:5]:
            print(f"{name}: {line}")
    steps, promises = len(recording.trace.steps), len(recording.said)
    print(f"{steps} steps, {promises} promises, {tried} crashes, {failed} broken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
