"""A language for scenarios: `officer.inspects("DOG-01", photos=2).syncs()`, `reviewer.returns(record, …)`."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.domain import journal
from server.domain.ids import uuid7
from server.domain.review import Ruling
from server.queries.record_detail import read_record
from server.services import evidence, reviewing, sync
from server.services.evidence import Body, Upload
from server.services.sync import Batch
from server.store.store import Store
from tests.support import city
from tests.support.phone import Phone, digest


@dataclass
class Clock:
    """A clock that moves on by a second whenever somebody does something."""

    now: datetime = city.NOW

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Scene:
    """A city, its clock, and the cast."""

    store: Store
    clock: Clock = field(default_factory=Clock)

    def officer(self, name: str = "chen") -> Officer:
        """Give somebody of the cast a phone."""
        return Officer(self, name, city.enrol(self.store, name, self.clock.tick()))

    def reviewer(self, name: str = "liu") -> Reviewer:
        """Let somebody of the cast sit down at the desk."""
        return Reviewer(self, name)


@dataclass
class Officer:
    """Somebody with a phone: records, sends, corrects."""

    scene: Scene
    name: str
    phone: Phone
    unsent: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    newest: Inspection | None = None

    def inspects(self, item: str = "DOG-01", photos: int = 1, **body: Any) -> Officer:
        """Record one finding, with photos of random bytes."""
        record_id = uuid7(int(self.scene.clock.tick().timestamp() * 1000), secrets.token_bytes(10))
        self._record({"id": record_id, "item": item, **body}, photos)
        return self

    def corrects(self, record: Inspection, photos: int = 1, **body: Any) -> Officer:
        """Record the same inspection again, better."""
        same = {"id": record.id, "replaces": record.entry, "item": record.item}
        self._record({**same, **body}, photos)
        return self

    def withdraws(self, record: Inspection, reason: str = "重复记录") -> Officer:
        """Take a record back, saying why; it keeps what it said."""
        return self.corrects(record, photos=0, withdrawn=reason)

    def sends_entries(self) -> Inspection:
        """Send the journal without the pictures; gives the newest record."""
        now = self.scene.clock.tick()
        outcome = sync.accept(self.scene.store, self.phone.kid, Batch(tuple(self.unsent)), now)
        assert all(result.state == "admitted" for result in outcome.results), outcome.results
        self.unsent.clear()
        assert self.newest
        return self.newest

    def sends_pictures(self) -> None:
        """Send all pictures that were not sent yet."""
        for sha256, raw in self.pictures.items():
            upload = Upload(self.phone.kid, sha256)
            evidence.begin(self.scene.store, upload, len(raw), self.scene.clock.tick)
            whole = Body(io.BytesIO(raw).read, 0, len(raw))
            evidence.append(self.scene.store, upload, whole, self.scene.clock.tick)
        self.pictures.clear()

    def syncs(self) -> Inspection:
        """Send everything; gives the newest record."""
        record = self.sends_entries()
        self.sends_pictures()
        return record

    def _record(self, body: dict[str, Any], photos: int) -> None:
        taken = [secrets.token_bytes(300) for _ in range(photos)]
        self.unsent += [self.phone.shot(raw, self.scene.clock.tick()) for raw in taken]
        self.pictures |= {digest(raw): raw for raw in taken}
        shots = [digest(raw) for raw in taken]
        entry = self.phone.record(self.scene.clock.tick(), **{"shots": shots, **body})
        self.unsent.append(entry)
        self.newest = Inspection(self.scene, body["id"], body["item"], journal.entry_hash(entry))


@dataclass(frozen=True)
class Inspection:
    """A record as somebody at the desk sees it."""

    scene: Scene
    id: str
    item: str
    entry: str

    def seen_by(self, name: str = "liu") -> dict[str, Any] | None:
        """Give the whole record, None for somebody out of scope."""
        viewer = city.user_of(self.scene.store, name)
        with self.scene.store.read() as conn:
            return read_record(conn, self.id, viewer, "zh")

    @property
    def now(self) -> dict[str, Any]:
        """The record as the office sees it."""
        found = self.seen_by("zhao")
        assert found
        return found

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(self.now["state"])


@dataclass
class Reviewer:
    """Somebody at the desk; without `revision` they have the newest page open."""

    scene: Scene
    name: str

    def accepts(self, record: Inspection, revision: int | None = None) -> None:
        """Accept a record."""
        self._decides(record, Ruling("accept", self._page(record, revision)))

    def returns(self, record: Inspection, reason: str = "blurry_photo", **said: Any) -> None:
        """Return a record: `words`, `mend` (the field) and `revision` may be given."""
        page = self._page(record, said.pop("revision", None))
        self._decides(record, Ruling("return", page, reason, **said))

    def rejects(self, record: Inspection, reason: str = "duplicate", revision: int | None = None) -> None:
        """Reject a record."""
        self._decides(record, Ruling("reject", self._page(record, revision), reason))

    def undoes(self, record: Inspection, revision: int | None = None) -> None:
        """Take the last decision back."""
        page, user = self._page(record, revision), city.user_of(self.scene.store, self.name)
        reviewing.undo(self.scene.store, record.id, user, page, self.scene.clock.tick())

    def _decides(self, record: Inspection, ruling: Ruling) -> None:
        user = city.user_of(self.scene.store, self.name)
        reviewing.decide(self.scene.store, record.id, user, ruling, self.scene.clock.tick())

    @staticmethod
    def _page(record: Inspection, revision: int | None) -> int:
        return int(record.now["revision"]) if revision is None else revision
