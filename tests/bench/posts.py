"""Journal phones as lean as they can be: entries signed ahead, a process with a raw socket each.

A phone does what the real one does between two requests: it takes the new checkpoint and says next time what
it has seen. What it got is verified when the clock has stopped.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import secrets
import socket
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from server.domain import merkle
from server.domain.checkpoint import open_checkpoint
from server.domain.ids import uuid7
from tests.bench.benching import Phone
from tests.bench.senders import Sent, in_processes

_NOTE = re.compile(rb'"checkpoint": ?"([^"]+)"')


@dataclass(frozen=True)
class Load:
    """What one phone sends: batches of its next entries, and the checkpoint it begins with."""

    token: str
    batches: list[list[str]]
    seen: dict[str, Any]


@dataclass
class Heard:
    """What one phone saw: the instants between its requests, and the bodies of the answers."""

    marks: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)


def visit(phone: Phone) -> Iterator[str]:
    """Write what an officer does at one spot: two photos, and the record that names them."""
    now = datetime.now(UTC)
    fix = {"lat": 305_000_000, "lon": 1_040_000_000, "acc_m": 6, "alt_m": 501, "age_ms": 900}
    hashes = [os.urandom(32).hex() for _ in range(2)]
    for sha256, slot in zip(hashes, ("overview", "act"), strict=True):
        look = {"mime": "image/jpeg", "width": 2048, "height": 1536, "source": "camera", "slot": slot}
        preview = {"sha256": os.urandom(32).hex(), "bytes": 21_345}
        shot = {"sha256": sha256, "bytes": 401_234, "preview": preview, **look, "fixes": [fix], "heading": 87}
        yield phone.write("shot", shot, now)
    yield phone.write("record", {
        "id": uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10)), "officer": phone.username,
        "partner": None, "task": None, "place": "bench-place", "address": "实验小学东门外", "item": "DOG-01",
        "edition": "2026.1", "result": "finding", "level": "daily", "mode": "open", "nature": "observation",
        "source": "patrol", "source_no": None, "purpose": "inspect", "case": None, "replaces": None,
        "position": {**fix, "nudged": None}, "geo": None,
        "answers": {"fault": "none", "size": "small", "action": "advised", "injured": False},
        "shots": hashes, "note": "犬主已劝导,当场系好犬绳", "guidance": "",
    }, now)  # fmt: skip


def shots(phone: Phone) -> Iterator[str]:
    """Write photos alone."""
    yield from itertools.islice(visit(phone), 2)


def post_all(port: int, loads: list[Load]) -> tuple[Sent, list[Heard]]:
    """Send all, each phone from a process of its own, starting at once; gives the pace and what was heard."""

    def work(number: int) -> Any:
        load, heard = loads[number], Heard()
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wait_for_all()
        _post(line, load, heard)
        line.close()
        return heard

    start = time.monotonic() + 0.3

    def wait_for_all() -> None:
        time.sleep(max(0, start - time.monotonic()))

    said = in_processes(work, len(loads))
    heard = [each for each, _ in said]
    took = [after - before for each in heard for before, after in itertools.pairwise(each.marks)]
    seconds = max(each.marks[-1] for each in heard) - min(each.marks[0] for each in heard)
    count = sum(len(batch) for load in loads for batch in load.batches)
    return Sent(count / seconds, took, sum(cpu for _, cpu in said)), heard


def _post(line: socket.socket, load: Load, heard: Heard) -> None:
    head = (
        "POST /api/journal HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Accept-Encoding: gzip\r\nAuthorization: Bearer {load.token}\r\nContent-Length: "
    )
    seen, left = load.seen, sum(map(len, load.batches))
    heard.marks.append(time.monotonic())
    for batch in load.batches:
        entries = '","'.join(batch)
        left -= len(batch)
        body = f'{{"entries":["{entries}"],"seen":{json.dumps(seen)},"unsent":{left}}}'
        line.sendall(f"{head}{len(body)}\r\n\r\n{body}".encode())
        answer = _answer(line)
        found = _NOTE.search(answer)
        if found is None:
            raise RuntimeError(f"no receipt: {answer[:500]!r}")
        heard.answers.append(answer)
        heard.marks.append(time.monotonic())
        _, size, root, *_ = found[1].decode().split("\\n")
        seen = {"size": int(size), "root": _hex(root)}


def _hex(root: str) -> str:
    return base64.b64decode(root).hex()


def _answer(line: socket.socket) -> bytes:
    text = b""
    while b"\r\n\r\n" not in text:
        text += _some(line)
    head, _, body = text.partition(b"\r\n\r\n")
    lowered = head.lower()
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"journal: {text[:500]!r}")
    length = int(lowered.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _some(line)
    return zlib.decompress(body, wbits=31) if b"content-encoding: gzip" in lowered else body


def _some(line: socket.socket) -> bytes:
    part = line.recv(65536)
    if not part:
        raise RuntimeError("the server hung up")
    return part


def verify(load: Load, heard: Heard, vkey: str) -> int:
    """Check every answer as a phone does, RuntimeError when one fails; gives how many had a flag."""
    seen, flagged = load.seen, 0
    for batch, answer in zip(load.batches, heard.answers, strict=True):
        said = json.loads(answer)
        receipt, history = said["receipt"], said["consistency"]
        head = open_checkpoint(receipt["checkpoint"], vkey)
        leaf = receipt["leaf"].encode()
        proof = [bytes.fromhex(each) for each in receipt["proof"]]
        path = [bytes.fromhex(each) for each in history["proof"]]
        ok = {each["state"] for each in said["results"]} == {"admitted"} and len(said["results"]) == len(
            batch
        )
        ok = ok and json.loads(leaf)["h"] == said["results"][-1]["hash"]
        ok = ok and merkle.verify_inclusion(
            merkle.hash_leaf(leaf), receipt["index"], head.size, proof, head.root
        )
        old = bytes.fromhex(seen["root"])
        if not ok or not merkle.verify_consistency(seen["size"], head.size, path, old, head.root):
            raise RuntimeError(f"does not verify: {answer[:1000]!r}")
        flagged += sum(bool(each["flags"]) for each in said["results"])
        seen = {"size": head.size, "root": head.root.hex()}
    return flagged
