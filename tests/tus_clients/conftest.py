"""A real server, a phone, and pictures that it announced."""

import json
import os
import secrets
import shutil
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from server.config import load_config
from server.services import evidence
from server.store.store import open_store
from server.store.tables import leaves
from tests.support.city import NOW, enrol
from tests.support.phone import digest
from tests.support.raw_line import JSON, Line
from tests.support.real_server import RealServer
from tests.tus_clients.busy_proxy import BusyProxy

SIZE = 700_000


@pytest.fixture(scope="module")
def place(templates, tmp_path_factory):
    """One running city for all tests of a file: its store, its server, a phone's line, a proxy in front."""
    made, _ = templates("sqlite", settled=True)
    folder = tmp_path_factory.mktemp("foreign") / "data"
    shutil.copytree(made, folder)
    store = open_store(load_config(folder, {}))
    phone = enrol(store, now=NOW)
    server = RealServer(folder).start()
    proxy = BusyProxy(server.port)
    yield SimpleNamespace(store=store, server=server, phone=phone, line=Line(server, phone), proxy=proxy)
    proxy.close()
    server.kill()
    store.close()


@pytest.fixture
def picture(place):
    """Announce fresh bytes: they, their hash, the addresses to send them to, and what became of them."""
    raw = secrets.token_bytes(SIZE)
    entry = json.dumps({"entries": [place.phone.shot(raw, NOW, preview=None)]})
    told = place.line.ask("POST", "/api/journal", entry, {**JSON, **place.line.headers})[2]
    assert told["results"][0]["state"] == "admitted"
    return Picture(place, raw)


class Picture:
    """What a foreign client is given, and what must be true afterwards."""

    def __init__(self, place, raw):
        self.place, self.raw, self.sha256 = place, raw, digest(raw)
        self.headers = {"Authorization": place.line.headers["Authorization"]}
        self.endpoint = f"http://127.0.0.1:{place.server.port}/api/evidence"
        self.cut_endpoint = f"http://127.0.0.1:{place.proxy.port}/api/evidence"

    @property
    def offset(self):
        """What the server has now; -1 where it knows of no upload."""
        return self.place.line.offset(self.sha256)

    def must_be_stored_once(self):
        with self.place.store.blobs.open(self.sha256) as file:
            assert file.read() == self.raw
        with self.place.store.read() as conn:
            rows = conn.scalars(select(leaves.c.leaf).where(leaves.c.type == "stored"))
            assert [json.loads(bytes(row))["h"] for row in rows].count(self.sha256) == 1

    def expires(self):
        """Eight days go by without a byte: the clock of an upload is the time of its file."""
        (file,) = (self.place.store.config.data / "uploads").glob(f"*/{self.sha256}*")
        deadline = time.monotonic() + 20
        while file.exists():
            # A client that was killed holds its upload until the server notices.
            assert time.monotonic() < deadline
            old = time.time() - 8 * 24 * 3600
            os.utime(file, (old, old))
            evidence.expire(self.place.store, datetime.now(UTC))
            time.sleep(0.1)

    def restarts(self):
        """The server dies without warning and comes back."""
        self.place.server.kill()
        self.place.server.start()
