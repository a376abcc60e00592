"""A phone that speaks to the API: tokens, journal and tus."""

from __future__ import annotations

import base64
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.city import NOW, PASSWORD
from tests.support.phone import Phone, digest

OCTETS = "application/offset+octet-stream"


class Sender:
    """One enrolled phone with a token."""

    def __init__(self, client: FlaskClient, phone: Phone) -> None:
        self.client, self.phone = client, phone
        nonce = self._json("/api/device/challenge", {"kid": phone.kid})["nonce"]
        said = {
            "kid": phone.kid,
            "nonce": nonce,
            "signature": phone.sign(f"xunzheng-token\n{nonce}".encode()),
        }
        self.token = self._json("/api/device/token", said)["token"]

    def _json(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(path, json=said)
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    @property
    def bearer(self) -> dict[str, str]:
        """The header that says which device this is."""
        return {"Authorization": f"Bearer {self.token}"}

    def sync(self, *entries: str) -> dict[str, Any]:
        """Send entries, all of which must be admitted."""
        answer = self.client.post("/api/journal", json={"entries": list(entries)}, headers=self.bearer)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json or {}
        assert {each["state"] for each in said["results"]} == {"admitted"}, answer.text
        return said

    def shoot(self, picture: bytes, preview: bytes | None = None) -> str:
        """Announce a picture, and return its hash."""
        small = {"sha256": digest(preview), "bytes": len(preview)} if preview is not None else None
        self.sync(self.phone.shot(picture, NOW, preview=small))
        return digest(picture)

    def create(self, sha256: str, length: int, body: bytes | None = None, **headers: str) -> TestResponse:
        """POST an upload, with its first bytes where some are given."""
        meant = f"sha256 {base64.b64encode(sha256.encode()).decode()}"
        told = {"Upload-Length": str(length), "Upload-Metadata": meant, **self._headers(headers)}
        kind = OCTETS if body is not None else None
        return self.client.post("/api/evidence", data=body, headers=told, content_type=kind)

    def patch(
        self, sha256: str, offset: int, body: bytes, declared: int | None = None, **headers: str
    ) -> TestResponse:
        """PATCH bytes; `declared` pretends that the body is longer than what arrives."""
        told = {"Upload-Offset": str(offset), **self._headers(headers)}
        return self.client.patch(
            f"/api/evidence/{sha256}",
            data=body,
            environ_overrides={"CONTENT_LENGTH": str(len(body) if declared is None else declared)},
            headers=told,
            content_type=OCTETS,
        )

    def head(self, sha256: str) -> TestResponse:
        """Ask for the offset."""
        return self.client.head(f"/api/evidence/{sha256}", headers=self._headers({}))

    def delete(self, sha256: str) -> TestResponse:
        """Terminate an upload."""
        return self.client.delete(f"/api/evidence/{sha256}", headers=self._headers({}))

    def upload(self, picture: bytes) -> None:
        """Send a whole announced picture."""
        answer = self.create(digest(picture), len(picture), picture)
        assert answer.status_code == 201, answer.text

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Tus-Resumable": "1.0.0", **self.bearer, **named}


def sign_in(client: FlaskClient, name: str) -> None:
    """Open a session of one of the cast on this client."""
    said = {"username": name, "password": PASSWORD}
    answer = client.post("/api/session", json=said, headers={"X-Xunzheng": "1"})
    assert answer.status_code == 200, answer.text
