"""What the desk is shown of pictures: the right bytes, or a clear word that they cannot be had now."""

from __future__ import annotations

import hashlib
import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import text

from server.services import derivatives
from server.store import images
from server.store.store import Store
from tests.faults.handset import Handset
from tests.faults.outcome import ALTERED, LOST, OTHER, Finding
from tests.faults.reading import file_of
from tests.support.city import PASSWORD

_REVIEWER = "liu"
_PATIENCE_S = 20
_SHOWS = text("SELECT 1 FROM records JOIN blobs ON blobs.sha256 = :sha256 WHERE records.id = :record LIMIT 1")
_JUDGED = text("SELECT readable FROM examinations WHERE sha256 = :sha256")
RENDITIONS = ("original", "preview", "thumb")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document, empty where it is none."""
        kind = self.headers.get_content_type()
        return dict(json.loads(self.body)) if kind == "application/problem+json" else {}

    @property
    def is_temporary(self) -> bool:
        """Say whether it tells when to come back."""
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE and bool(self.headers["Retry-After"])


class Desk:
    """A reviewer's browser."""

    def __init__(self, port: int, store: Store) -> None:
        """Sign in."""
        self._port, self._store = port, store
        said = json.dumps({"username": _REVIEWER, "password": PASSWORD})
        headers = {"Content-Type": "application/json", "X-Xunzheng": "1"}
        answer = self._ask("POST", "/api/session", said, headers)
        self._cookie = answer.headers["Set-Cookie"].split(";")[0]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> _Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE_S)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return _Answer(answer.status, answer.msg, answer.read())
        finally:
            connection.close()

    def look(self, handset: Handset, *, is_calm: bool) -> Iterator[Finding]:
        """Look at every picture of a phone's records; while nothing is wrong each one must be shown."""
        known = {each["sha256"] for each in handset.said("tried")}
        for record, sha256 in shown(self._store, handset):
            for rendition in RENDITIONS:
                path = f"/api/records/{record}/photos/{sha256}/{rendition}"
                wrong = self._wrong(path, sha256, known, is_calm=is_calm)
                if wrong:
                    yield replace(
                        wrong, what=f"the desk asked for the {rendition} of {sha256[:8]}: {wrong.what}"
                    )

    def _wrong(self, path: str, sha256: str, known: set[str], *, is_calm: bool) -> Finding | None:
        answer = self._get(path)
        if answer.status == HTTPStatus.OK:
            is_right = hashlib.sha256(answer.body).hexdigest() in known or self._is_small(answer, sha256)
            return None if is_right else Finding(ALTERED, "bytes that nobody took")
        code = answer.problem.get("code")
        if code == "sealed" or (answer.is_temporary and not is_calm):
            return None
        if answer.status == HTTPStatus.NOT_FOUND and not is_calm:
            # It may be on its way. Whoever asks twice knows: a bad read happens once.
            is_there = self._get(path).status == HTTPStatus.OK
            return Finding(LOST, "it counts as not there, and it is") if is_there else None
        return Finding(LOST if is_calm else OTHER, f"{answer.status} {code}")

    def _get(self, path: str) -> _Answer:
        return self._ask("GET", path, None, {"Cookie": self._cookie})

    def _is_small(self, answer: _Answer, sha256: str) -> bool:
        """Say whether it is the small picture; it may be made of the larger one, or of the original."""
        whole = file_of(self._store.config.data, sha256) or b""
        larger = images.render(whole, images.VIEW_SIDE)
        return answer.body in {images.render(each, images.THUMB_SIDE) for each in (whole, larger)}


def shown(store: Store, handset: Handset) -> list[tuple[str, str]]:
    """Give (record, picture) of what a phone's records show and the server has."""
    with store.read() as conn:
        return [
            (record, sha256)
            for record in handset.records
            for sha256 in handset.shots[record]
            if conn.execute(_SHOWS, {"record": record, "sha256": sha256}).first()
        ]


def work_on(store: Store, handset: Handset) -> Iterator[Finding]:
    """Do what the worker has to do with these pictures, and name those that were judged by a bad read."""
    now = datetime.now(UTC)
    for _, sha256 in shown(store, handset):
        derivatives.examine(store, sha256, now)
        for rendition in derivatives.SIDES:
            derivatives.shrink(store, sha256, rendition)
    with store.read() as conn:
        for each in handset.said("tried"):
            is_readable = conn.scalar(_JUDGED, {"sha256": each["sha256"]})
            if is_readable is not None and not is_readable:
                what = f"the {each['kind']} {each['sha256'][:8]} counts as unreadable, and it is whole"
                yield Finding(ALTERED, what)
