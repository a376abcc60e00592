"""How a demo phone sends a visit: entries through sync, blobs through the upload service."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.demo.phone import DemoPhone
from server.demo.recording import Sending
from server.demo.units import Person
from server.domain.checkpoint import open_checkpoint
from server.queries.people import find_user
from server.services import evidence, sync
from server.services.enrolling import Enrolment, enrol, proof_text
from server.services.people import OPERATOR, issue_enrol_code
from server.store.store import Store


@dataclass(frozen=True)
class Wire:
    """A demo phone at its server."""

    store: Store
    phone: DemoPhone

    def enrol(self, person: Person, now: datetime) -> None:
        """Enrol the phone with a one-time code."""
        code = issue_enrol_code(self.store, person.id, OPERATOR, now).code
        with self.store.read() as conn:
            user = find_user(conn, person.id)
        if user is None:
            raise LookupError(person.id)
        proof = self.phone.sign(proof_text(self.store.origin, code, self.phone.kid))
        enrol(self.store, user, Enrolment(code, dict(self.phone.jwk), "演示手机", proof, demo=True), now)

    def send(self, sending: Sending, now: datetime) -> None:
        """Send a visit; every entry must be admitted, every blob stored."""
        self.send_entries(sending.entries, now)
        for blob in sending.blobs:
            upload = evidence.Upload(self.phone.kid, hashlib.sha256(blob).hexdigest())
            standing = evidence.begin(self.store, upload, len(blob), lambda: now)
            if standing.offset < len(blob):
                body = evidence.Body(io.BytesIO(blob).read, size=len(blob))
                evidence.append(self.store, upload, body, lambda: now)

    def send_entries(self, entries: list[str], now: datetime) -> None:
        """Send journal entries and remember the checkpoint that came back."""
        outcome = sync.accept(self.store, self.phone.kid, sync.Batch(tuple(entries)), now)
        refused = [result.problem for result in outcome.results if result.problem]
        if refused:
            raise refused[0]
        self.phone.beacon = _beacon(outcome.contact.checkpoint, self.store.signer.vkey)


def _beacon(note: str, vkey: str) -> dict[str, Any]:
    checkpoint = open_checkpoint(note, vkey)
    return {"size": checkpoint.size, "root": checkpoint.root.hex()}
