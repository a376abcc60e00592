"""What answers strangers, as targets over a small real city: no question is answered by a failure of ours."""

from __future__ import annotations

import atexit
import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask.testing import FlaskClient

from server.app import create_app
from server.domain.journal import ZERO_HASH, read_entry
from server.services import rebuilding, sync
from server.store import accounts
from server.store.store import Store, open_store
from tests.hostile import samples
from tests.hostile.readers import Target
from tests.support import city as cast
from tests.support.calling import OWN, sign_in, token
from tests.support.phone import Phone

LEAKS = re.compile(
    r"Traceback|sqlite3?\.|sqlalchemy|psycopg|SELECT |INSERT |site-packages|\.py\b|/xunzheng|/blobs/",
    re.IGNORECASE,
)
_FAILURE = 500
_WRITES = (
    "/api/journal", "/api/receipts", "/api/device/challenge", "/api/device/token", "/api/devices",
    "/api/session/password", "/api/setup", "/api/records/x/decision",
)  # fmt: skip


class City:
    """A city, a client of its API that is signed in as its administrator, and an enrolled phone."""

    def __init__(self) -> None:
        accounts._MEMORY_KIB = 64
        self._folder = Path(mkdtemp(prefix="hostile-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        self.store: Store = open_store(cast.make_config(self._folder / "data"))
        cast.settle(self.store)
        app = create_app(self.store.config, self.store)
        app.config.update(CLOCK=lambda: cast.NOW)
        self.client: FlaskClient = app.test_client()
        self.phone: Phone = cast.enrol(self.store)
        self.bearer = token(self.client, self.phone)
        sign_in(self.client, "zhao")
        self.rules = sorted({re.sub(r"<[^>]+>", "{}", rule.rule) for rule in app.url_map.iter_rules()})


@cache
def city() -> City:
    """Make the city once for a process."""
    return City()


def admission(data: bytes) -> None:
    """Any payload our key signed is admitted or refused by name; the store takes whatever is admitted."""
    here = city()
    batch = sync.Batch((here.phone.seal(data),))
    result = sync.accept(here.store, here.phone.kid, batch, cast.NOW).results[0]
    if result.state == "admitted":
        said = json.loads(data)
        assert said["device"] == here.phone.kid
        assert (said["seq"] == 1) == (said["prev"] == ZERO_HASH)


def unharmed() -> None:
    """After all that was admitted, the ledger and every view still hold."""
    found = rebuilding.check(city().store)
    assert not found, found[:5]


def _entries_to_come() -> list[bytes]:
    """Give payloads whose bodies are odd and that stand right in the chain: each the first of its device."""
    phone = replace(city().phone, seq=0, head=ZERO_HASH)
    good = [json.loads(each) for each in samples.payloads(phone)[:5]]
    oddities: list[Any] = [None, [], {}, "", "\0", -1, 2**70, 1.5, True, [[]], {"a": []}, "x" * 5000]
    bodies = [json.loads(json.dumps(phone.payload("record", {**_record(), key: odd}, cast.NOW)))
              for key in _record() for odd in oddities]  # fmt: skip
    return [json.dumps(each).encode() for each in good + bodies]


def _record() -> dict[str, Any]:
    compact = Phone("test/city", "u-chen").record(cast.NOW)
    body: dict[str, Any] = read_entry(compact)["body"]
    return body


def cookie(data: bytes) -> None:
    """A session's cookie of any bytes opens nothing."""
    _told(
        _ask("GET", "/api/session", {"Cookie": f"xunzheng_session={data.decode('latin-1')}"}, stranger=True)
    )


def bearer(data: bytes) -> None:
    """A token of any bytes opens nothing."""
    answer = _ask(
        "GET", "/api/journal/head", {"Authorization": f"Bearer {data.decode('latin-1')}"}, stranger=True
    )
    assert answer.status_code != 200
    _told(answer)


def question(data: bytes) -> None:
    """Any address and query: the first byte chooses the route, what follows fills its gaps."""
    here = city()
    rule = here.rules[(data[0] if data else 0) % len(here.rules)]
    path, _, query = data[1:].partition(b"?")
    address = rule.replace("{}", path.hex() if "\n" in path.decode("latin-1") else _quoted(path))
    _told(_ask("GET", f"{address}?{_quoted(query)}", here.bearer))


def body(data: bytes) -> None:
    """Any JSON sent to any route that takes some: the first byte chooses which."""
    here = city()
    path = _WRITES[(data[0] if data else 0) % len(_WRITES)]
    headers = {**here.bearer, **OWN, "Content-Type": "application/json"}
    _told(here.client.open(path, method="POST", data=data[1:], headers=headers))


def tus(data: bytes) -> None:
    """Any tus headers, one a line, and any body: nothing of it becomes evidence."""
    head, _, rest = data.partition(b"\n\n")
    names = ("Upload-Length", "Upload-Metadata", "Upload-Checksum", "Upload-Offset", "Content-Length")
    told = dict(zip(names, (line.decode("latin-1").strip("\r") for line in head.split(b"\n")), strict=False))
    method = ("POST", "PATCH", "HEAD", "DELETE")[len(data) % 4]
    path = "/api/evidence" if method == "POST" else f"/api/evidence/{_quoted(rest[:64])}"
    headers = {
        **city().bearer,
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        **told,
    }
    sent = {name: _header(value) for name, value in headers.items() if value}
    _told(city().client.open(path, method=method, data=rest, headers=sent))


def _ask(method: str, address: str, headers: dict[str, str], *, stranger: bool = False) -> Any:
    client = city().client.application.test_client() if stranger else city().client
    return client.open(address, method=method, headers={k: _header(v) for k, v in headers.items()})


def _header(text: str) -> str:
    # A server never lets line ends into a header; WSGI has them as latin-1.
    return re.sub(r"[\r\n\0]", " ", text)


def _quoted(raw: bytes) -> str:
    return "".join(
        chr(each) if (chr(each).isalnum() and each < 128) or each in b"-._~&=/" else f"%{each:02x}"
        for each in raw
    )


def _told(answer: Any) -> None:
    """An answer is no failure, and a refusal is one problem document that gives nothing away."""
    assert answer.status_code < _FAILURE or answer.status_code == 503, answer.text[:300]
    # Who mistypes the address of a page, or asks before the pages are built, reads words, not a document.
    if answer.status_code >= 400 and answer.data and answer.request.path.startswith("/api/"):
        assert answer.mimetype == "application/problem+json"
        said = answer.get_json(force=True)
        assert {"type", "title", "status", "detail", "code", "permanent"} <= said.keys()
        assert not LEAKS.search(answer.text)


def _json_bodies() -> list[bytes]:
    here = city()
    known = [
        {"entries": [here.phone.record(cast.NOW)], "missing": [{"seq": 1, "hash": "a" * 64}], "seen": None},
        {"blobs": ["a" * 64], "seen": {"size": 1, "root": "b" * 64}}, {"kid": here.phone.kid},
        {"kid": here.phone.kid, "nonce": "x", "signature": "AAAA"},
        {"code": "ABCD-EFGH", "jwk": here.phone.jwk, "label": "x", "proof": "AA"}, {"old": "a", "new": "b"},
        {"token": "t", "username": "ab", "name": "n", "password": "p"},
        {"decision": "accept", "revision": 1, "reason": None, "words": "", "field": None},
    ]  # fmt: skip
    texts = [json.dumps(each).encode() for each in known] + list(samples.ODD_JSON)
    return [bytes([at]) + text for at, text in enumerate(texts)] + [
        bytes([0]) + text for text in samples.ODD_JSON
    ]


def _questions() -> list[bytes]:
    queries = [
        b"?cursor=WzAs",
        b"?limit=1e3",
        b"a/../b?q=%00",
        b"\xff?unit=\xff",
        b"\0",
        b"?from=1&to=2",
        b"?index=0&size=1",
    ]
    return [bytes([at]) + queries[at % len(queries)] for at in range(len(city().rules))]


def _uploads() -> list[bytes]:
    lines = samples.upload_headers()
    return [b"\n".join(lines[at : at + 5]) + b"\n\n" + b"a" * at for at in range(len(lines))]


def _tokens() -> list[bytes]:
    real = city().bearer["Authorization"].removeprefix("Bearer ").encode()
    return [real[:-1], real[1:], b"a.b", b"", b"\xff", b"eyJrIjoiIn0.AAAA", b"; a=b", b'"' * 9]


TARGETS = {
    "admission": Target(admission, _entries_to_come, after=unharmed),
    "cookie": Target(cookie, _tokens),
    "bearer": Target(bearer, _tokens),
    "question": Target(question, _questions),
    "body": Target(body, _json_bodies),
    "uploads": Target(tus, _uploads),
}
