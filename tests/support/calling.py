"""Calls of the API as the phone and the browser make them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.support.city import PASSWORD
from tests.support.phone import Phone

OWN = {"X-Xunzheng": "1"}


def token(client: FlaskClient, phone: Phone) -> dict[str, str]:
    """Buy a token with a signed challenge; returns the header to send."""
    nonce = client.post("/api/device/challenge", json={"kid": phone.kid}).json["nonce"]  # type: ignore[index]
    signature = phone.sign(f"xunzheng-token\n{nonce}".encode())
    said = {"kid": phone.kid, "nonce": nonce, "signature": signature}
    granted: Any = client.post("/api/device/token", json=said).json
    return {"Authorization": f"Bearer {granted['token']}"}


def sign_in(client: FlaskClient, name: str) -> None:
    """Sign one of the cast in; the client keeps the cookie."""
    said = {"username": name, "password": PASSWORD}
    answer = client.post("/api/session", json=said, headers=OWN)
    assert answer.status_code in {200, 201}, answer.json
