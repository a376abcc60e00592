"""The demo accounts as they are shown on the sign-in screen and in the terminal; never made for a real city.

They lie in DIR/demo-accounts.json (0600): [{username, password, name, roles, code}].
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from server.demo.units import PEOPLE, Person
from server.services.people import OPERATOR, issue_enrol_code
from server.store.keys import write_private
from server.store.store import Store

FILE = "demo-accounts.json"
RECORDING_ROLES = {"officer", "observer"}


def write_passwords(data: Path, passwords: dict[str, str]) -> None:
    """Keep the passwords that the demo was made with, by username."""
    rows = [_row(person, passwords[person.username]) for person in PEOPLE]
    write_private(data / FILE, json.dumps(rows, ensure_ascii=False, indent=1))


def read_accounts(data: Path) -> list[dict[str, Any]]:
    """All demo accounts, empty for any other installation."""
    path = data / FILE
    accounts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return accounts


def shown_accounts(data: Path) -> list[dict[str, Any]]:
    """The accounts a sign-in screen may offer: none where random passwords guard it on a network."""
    return [] if os.environ.get("XUNZHENG_DEMO_PASSWORDS") == "random" else read_accounts(data)


def renew_codes(store: Store, now: datetime) -> list[dict[str, Any]]:
    """Give every recording account a fresh one-time enrolment code; returns the accounts."""
    accounts = read_accounts(store.config.data)
    for account in accounts:
        if RECORDING_ROLES & set(account["roles"]):
            account["code"] = issue_enrol_code(store, f"u-{account['username']}", OPERATOR, now).code
    write_private(store.config.data / FILE, json.dumps(accounts, ensure_ascii=False, indent=1))
    return accounts


def _row(person: Person, password: str) -> dict[str, Any]:
    return {
        "username": person.username,
        "password": password,
        "name": person.name,
        "roles": list(person.roles),
        "code": None,
    }
