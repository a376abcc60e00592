"""What the tus resource must answer, said once more in the plainest way: bytes in a dictionary."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

Key = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """Status, the problem's code where there is one, and the offset that headers or problem name."""

    status: int
    code: str | None = None
    offset: int | None = None


@dataclass(frozen=True)
class Sent:
    """A body: bytes that arrive, bytes declared, and the checksum header with the truth about it."""

    data: bytes
    declared: int
    checksum: str | None = None
    holds: bool = True


@dataclass
class Uploads:
    """All uploads by (device, hash): announced lengths, unfinished bytes by length, and what is stored."""

    announced: dict[Key, set[int]] = field(default_factory=dict)
    begun: dict[Key, dict[int, bytes]] = field(default_factory=dict)
    stored: dict[Key, int] = field(default_factory=dict)

    def create(self, key: Key, length: int, sent: Sent | None) -> Answer:
        """POST, with a body where `sent` is one."""
        if key not in self.announced:
            return Answer(403, "not_announced")
        if length not in self.announced[key]:
            return Answer(409, "length_differs")
        if key in self.stored:
            return Answer(201, offset=length)
        begun = self.begun.setdefault(key, {})
        begun.setdefault(length, b"")
        refusal = self._take(key, length, 0, sent) if sent else None
        return refusal or self._standing(key, length, 201)

    def extend(self, key: Key, offset: int, sent: Sent) -> Answer:
        """PATCH."""
        if key not in self.announced:
            return Answer(403, "not_announced")
        if key in self.stored:
            return self._beyond(self.stored[key], offset, sent)
        if not self.begun.get(key):
            return Answer(410, "upload_gone")
        length = min(self.begun[key])
        have = len(self.begun[key][length])
        if offset != have:
            return Answer(409, "offset_conflict", have)
        return self._take(key, length, offset, sent) or self._standing(key, length, 204)

    def show(self, key: Key) -> Answer:
        """HEAD; its answers have no body, so no code."""
        if key not in self.announced:
            return Answer(403)
        if key in self.stored:
            return Answer(200, offset=self.stored[key])
        if not self.begun.get(key):
            return Answer(410)
        return Answer(200, offset=len(self.begun[key][min(self.begun[key])]))

    def drop(self, key: Key) -> Answer:
        """DELETE."""
        if key not in self.announced:
            return Answer(403, "not_announced")
        if key in self.stored:
            return Answer(403, "evidence_kept")
        if not self.begun.get(key):
            return Answer(410, "upload_gone")
        del self.begun[key][min(self.begun[key])]
        return Answer(204)

    @staticmethod
    def _beyond(length: int, offset: int, sent: Sent) -> Answer:
        if offset != length or sent.declared:
            return Answer(409, "offset_conflict", length)
        return Answer(204, offset=length)

    def _take(self, key: Key, length: int, start: int, sent: Sent) -> Answer | None:
        before = self.begun[key][length]
        if sent.declared > length - start:
            return Answer(400, "bad_upload_metadata")
        after = before + sent.data[len(before) - start :]
        if len(sent.data) < sent.declared:
            self.begun[key][length] = after
            return Answer(400, "incomplete", len(after))
        if not sent.holds:
            return Answer(460, "checksum_mismatch", len(before))
        self.begun[key][length] = after
        return None

    def _standing(self, key: Key, length: int, status: int) -> Answer:
        whole = self.begun[key][length]
        if len(whole) < length:
            return Answer(status, offset=len(whole))
        if hashlib.sha256(whole).hexdigest() != key[1]:
            self.begun[key][length] = b""
            return Answer(460, "hash_mismatch", 0)
        del self.begun[key][length]
        self.stored[key] = length
        return Answer(status, offset=length)
