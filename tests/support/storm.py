"""Many phones that come at once after an outage, as lean as can be: one task each, a few processes.

A storm phone does what the real one does (`core/outbox.ts`): it buys a token, sends entries, then previews,
then originals, one thing at a time; what is temporary is tried again after Retry-After and a back-off, both
spread. It is no browser, so that two thousand of them and the server fit on one machine.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.support.phone import Phone

TIMEOUT_S = 30.0
BACK_OFF_S = 2.0
BACK_OFF_MAX_S = 300.0
SLICE_BYTES = 64 * 1024
JSON = {"Content-Type": "application/json"}
OCTETS = {"Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Blob:
    """A picture or preview: a few bytes of its own, and noise that many share."""

    sha256: str
    prefix: bytes
    noise: bytes

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return len(self.prefix) + len(self.noise)


@dataclass(frozen=True)
class Load:
    """What one phone brings, signed beforehand, in the order it is sent."""

    phone: Phone
    entries: Sequence[str]
    previews: Sequence[Blob]
    originals: Sequence[Blob]


@dataclass
class Told:
    """What one phone saw: seconds from the start until all of a kind was taken, and how it was put off."""

    kid: str
    entries_s: float = 0.0
    previews_s: float = 0.0
    done_s: float = 0.0
    put_off: dict[str, int] = field(default_factory=dict)


class PutOffError(Exception):
    """Come back later: why, and how many seconds the server asks for."""

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.wait_s = why, wait_s


@dataclass(frozen=True)
class Answer:
    """Status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


class StormPhone:
    """One phone in the storm, at a server on this machine."""

    def __init__(self, port: int, load: Load) -> None:
        self.port, self.load = port, load
        self.told = Told(load.phone.kid)
        self._token = ""
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def run(self, start: float) -> Told:
        """Send everything, however long it takes; `start` is on the monotonic clock."""
        await self._insist(self._buy_token)
        await self._insist(self._send_entries)
        self.told.entries_s = time.monotonic() - start
        for blob in self.load.previews:
            await self._insist(partial(self._send_blob, blob))
        self.told.previews_s = time.monotonic() - start
        for blob in self.load.originals:
            await self._insist(partial(self._send_blob, blob))
        self.told.done_s = time.monotonic() - start
        self._hang_up()
        return self.told

    async def _insist(self, step: Callable[[], Awaitable[None]]) -> None:
        for attempt in range(1000):
            try:
                return await asyncio.wait_for(step(), TIMEOUT_S)
            except PutOffError as off:
                why, asked_s = off.why, off.wait_s
            except TimeoutError:
                why, asked_s = "timeout", 0.0
            except (OSError, EOFError) as error:
                why, asked_s = type(error).__name__, 0.0
            self._hang_up()
            self.told.put_off[why] = self.told.put_off.get(why, 0) + 1
            back_off_s = min(BACK_OFF_MAX_S, BACK_OFF_S * 2**attempt) * (0.5 + random.random())
            await asyncio.sleep(asked_s * (1 + random.random()) + back_off_s)
        raise RuntimeError("never taken")

    async def _buy_token(self) -> None:
        kid = self.load.phone.kid
        nonce = (await self._say("/api/device/challenge", {"kid": kid})).json()["nonce"]
        signature = self.load.phone.sign(f"xunzheng-token\n{nonce}".encode())
        said = {"kid": kid, "nonce": nonce, "signature": signature}
        self._token = (await self._say("/api/device/token", said)).json()["token"]

    async def _send_entries(self) -> None:
        results = (await self._say("/api/journal", {"entries": list(self.load.entries)})).json()["results"]
        if not {each["state"] for each in results} <= {"admitted", "known"}:
            raise RuntimeError(f"not admitted: {results}")

    async def _send_blob(self, blob: Blob) -> None:
        named = base64.b64encode(blob.sha256.encode()).decode()
        told = {"Upload-Length": str(blob.size), "Upload-Metadata": f"sha256 {named}"}
        answer = await self._ask("/api/evidence", {**OCTETS, **told}, (blob.prefix, blob.noise))
        if answer.headers.get("upload-offset") != str(blob.size):
            raise PutOffError("incomplete")

    async def _say(self, path: str, said: object) -> Answer:
        return await self._ask(path, JSON, (json.dumps(said).encode(),))

    async def _ask(self, path: str, told: dict[str, str], parts: Sequence[bytes]) -> Answer:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._line
        size = sum(map(len, parts))
        headers = {"Host": "storm", "Content-Length": str(size), **told}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            await _send(writer, (f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode(), *parts))
        except ConnectionError:
            # Turned away unread: the answer may be here all the same.
            if reader.at_eof():
                raise
        answer = await _heard(reader)
        if answer.status >= 300:
            raise PutOffError(str(answer.status), float(answer.headers.get("retry-after", "0")))
        return answer

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None


async def _send(writer: asyncio.StreamWriter, parts: Sequence[bytes]) -> None:
    for part in parts:
        for start in range(0, len(part), SLICE_BYTES):
            writer.write(part[start : start + SLICE_BYTES])
            await writer.drain()


async def _heard(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split()[1]), headers, body)


async def storm(port: int, loads: Sequence[Load], start: float) -> list[Told]:
    """Let all phones come at once at the instant `start` of the monotonic clock."""
    await asyncio.sleep(max(0.0, start - time.monotonic()))
    return list(await asyncio.gather(*(StormPhone(port, load).run(start) for load in loads)))
