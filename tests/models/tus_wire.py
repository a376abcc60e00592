"""Requests of the tus resource as a device makes them, bent as wanted: short, long, damaged, two at once."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from tests.models.upload_model import Answer, Sent
from tests.support.phone import digest
from tests.support.sender import OCTETS

Bent = tuple[int, str, int, str | None]


def body_of(rest: bytes, bent: Bent) -> Sent:
    """Take (tenths of what is missing, whose bytes, how many are cut off, which checksum)."""
    share, content, short, checksum = bent
    data = rest[: len(rest) * share // 10]
    data = {"own": data, "wrong": bytes(len(data)), "long": rest + b"more"}[content]
    arrives = data[: max(0, len(data) - short)]
    algorithm, _, spoiled = (checksum or "").partition(" ")
    if checksum is None:
        return Sent(arrives, len(data))
    if algorithm == "md5" or spoiled == "!":
        return Sent(arrives, len(data), checksum if spoiled else "md5 YQ==", holds=False)
    told = hashlib.new(algorithm, data + spoiled.encode()).digest()
    return Sent(arrives, len(data), f"{algorithm} {base64.b64encode(told).decode()}", holds=not spoiled)


def early(sent: Sent | None) -> Answer | None:
    """Give what is refused before anything else is looked at."""
    if sent is None or sent.checksum is None:
        return None
    if sent.checksum.startswith("md5"):
        return Answer(400, "bad_checksum")
    return Answer(400, "bad_upload_metadata") if sent.checksum.endswith("!") else None


@dataclass(frozen=True)
class TusLine:
    """One device's way to the app."""

    app: Flask
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The headers of every request."""
        return {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}

    def create(self, picture: bytes, length: int, sent: Sent | None) -> Answer:
        """POST."""
        named = base64.b64encode(digest(picture).encode()).decode()
        headers = {"Upload-Length": str(length), "Upload-Metadata": f"sha256 {named}"}
        return self._request("POST", "/api/evidence", headers, sent)

    def extend(self, picture: bytes, offset: int, sent: Sent, body: io.BytesIO | None = None) -> Answer:
        """PATCH."""
        path = f"/api/evidence/{digest(picture)}"
        return self._request("PATCH", path, {"Upload-Offset": str(offset)}, sent, body)

    def ask(self, method: str, picture: bytes) -> Answer:
        """HEAD or DELETE."""
        return self._request(method, f"/api/evidence/{digest(picture)}", {}, None)

    def race(self, picture: bytes, offsets: Sequence[int], sents: Sequence[Sent]) -> list[Answer | None]:
        """PATCH twice at once; neither body is read to its end before the other request is there or over."""
        found: list[Answer | None] = [None, None]
        seen = [threading.Event(), threading.Event()]

        def patch(number: int) -> None:
            body = _Meeting(sents[number].data, seen[number], seen[1 - number])
            found[number] = self.extend(picture, offsets[number], sents[number], body)
            seen[number].set()

        threads = [threading.Thread(target=patch, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def _request(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        sent: Sent | None,
        body: io.BytesIO | None = None,
    ) -> Answer:
        told, more = {**self.bearer, **headers}, dict[str, Any]()
        if sent is not None:
            told |= {"Upload-Checksum": sent.checksum} if sent.checksum else {}
            more = {
                "input_stream": body or io.BytesIO(sent.data),
                "content_type": OCTETS,
                "environ_overrides": {"CONTENT_LENGTH": str(sent.declared)},
            }
        answer = self.app.test_client().open(path, method=method, headers=told, **more)
        is_problem = answer.mimetype == "application/problem+json" and answer.data
        problem: Any = answer.json if is_problem else {}
        offset = problem.get("offset", answer.headers.get("Upload-Offset"))
        return Answer(answer.status_code, problem.get("code"), None if offset is None else int(offset))


class _Meeting(io.BytesIO):
    def __init__(self, data: bytes, mine: threading.Event, other: threading.Event) -> None:
        super().__init__(data)
        self._mine, self._other = mine, other

    def read(self, size: int | None = -1) -> bytes:
        self._mine.set()
        self._other.wait(5)
        return super().read(size)
