"""Phones as lean as they can be: a process with a raw socket each, so that the server is what is measured."""

from __future__ import annotations

import base64
import hashlib
import itertools
import multiprocessing
import os
import resource
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX_BYTES = 16
_forked = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Picture:
    """A picture of its own: a few bytes that no other has, and noise that many share."""

    prefix: bytes
    noise: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.prefix) + len(self.noise)


@dataclass(frozen=True)
class Sent:
    """What all senders together saw: pictures a second, seconds of each, CPU seconds of the clients."""

    rate: float
    took: list[float]
    client_cpu_s: float

    def percentile_ms(self, share: float) -> float:
        return sorted(self.took)[min(len(self.took) - 1, int(len(self.took) * share))] * 1000


def pictures(noise: bytes, count: int, opening: bytes = b"") -> list[Picture]:
    """Make `count` different pictures that begin and end alike."""
    made = []
    for _ in range(count):
        prefix = opening + os.urandom(PREFIX_BYTES)
        digest = hashlib.sha256(prefix)
        digest.update(noise)
        made.append(Picture(prefix, noise, digest.hexdigest()))
    return made


def head_of(picture: Picture, token: str) -> bytes:
    """Write the request's head: the whole picture in one request."""
    named = base64.b64encode(picture.sha256.encode()).decode()
    return (
        f"POST /api/evidence HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Length: {picture.size}\r\nUpload-Metadata: sha256 {named}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {picture.size}\r\n\r\n"
    ).encode()


def upload(line: socket.socket, picture: Picture, token: str) -> None:
    """Send one picture and read the answer; RuntimeError unless all of it was taken."""
    _send_all(line, [head_of(picture, token), picture.prefix, picture.noise])
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = line.recv(65536)
        if not part:
            raise RuntimeError("the server hung up")
        answer += part
    taken = f"upload-offset: {picture.size}\r\n".encode()
    if not answer.startswith(b"HTTP/1.1 201") or taken not in answer.lower():
        raise RuntimeError(f"upload: {answer[:500]!r}")


def _send_all(line: socket.socket, parts: Sequence[bytes]) -> None:
    left = [memoryview(part) for part in parts]
    while left:
        sent = line.sendmsg(left)
        while left and sent >= len(left[0]):
            sent -= len(left.pop(0))
        if left:
            left[0] = left[0][sent:]


def send_all(port: int, loads: list[tuple[str, list[Picture]]]) -> Sent:
    """Send every (token, pictures) from a process of its own, all starting at once."""
    gate = _forked.Barrier(len(loads))

    def work(number: int) -> Any:
        token, mine = loads[number]
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        gate.wait()
        marks = [time.monotonic()]
        for picture in mine:
            upload(line, picture, token)
            marks.append(time.monotonic())
        line.close()
        return marks

    heard = in_processes(work, len(loads))
    marks = [each for each, _ in heard]
    took = [after - before for each in marks for before, after in itertools.pairwise(each)]
    seconds = max(each[-1] for each in marks) - min(each[0] for each in marks)
    return Sent(len(took) / seconds, took, sum(cpu for _, cpu in heard))


def in_processes(work: Callable[[int], Any], count: int) -> list[tuple[Any, float]]:
    """Run `work(number)` in `count` forked processes; gives what each returned and its CPU seconds."""
    pipes = [_forked.Pipe(duplex=False) for _ in range(count)]

    def run(number: int) -> None:
        before = _cpu_s()
        try:
            said: Any = work(number)
        except Exception as error:  # noqa: BLE001 - raised again by the parent
            said = error
        pipes[number][1].send((said, _cpu_s() - before))

    processes = [_forked.Process(target=run, args=(number,)) for number in range(count)]
    for process in processes:
        process.start()
    heard = [reader.recv() for reader, _ in pipes]
    for process in processes:
        process.join()
    for said, _ in heard:
        if isinstance(said, Exception):
            raise said
    return heard


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
