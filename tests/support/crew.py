"""A crew of headless phones: real phone code that talks to a real server, and what it promised."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from server.queries.people import find_username
from server.services.people import OPERATOR, issue_enrol_code
from server.store.store import Store
from tests.faults.phones import Phones
from tests.support.city import PASSWORD
from tests.support.real_server import RealServer

TEN = [f"p{n}" for n in range(10)]
BYTES = 20_000

Said = dict[str, Any]


def now() -> datetime:
    return datetime.now(UTC)


def code_for(store: Store, name: str) -> str:
    """Issue a one-time code for the officer with this sign-in name."""
    with store.read() as conn:
        user = find_username(conn, name)
    assert user
    return issue_enrol_code(store, user.id, OPERATOR, now()).code


def is_quiet(shown: Said) -> bool:
    return (shown["unsent_entries"], shown["unsent_pictures"], shown["phase"]) == (0, 0, "idle")


class Crew:
    """Phones with one tab each, and what they were told."""

    def __init__(self, phones: Phones) -> None:
        self.phones, self._seeds = phones, count(1)
        self.kids: dict[str, str] = {}

    def enrol(self, store: Store, server: RealServer) -> None:
        for n, phone in enumerate(TEN):
            self.joins(store, server, phone, ("chen", "wang")[n % 2])

    def joins(self, store: Store, server: RealServer, phone: str, name: str) -> None:
        """One new phone, of the officer whose sign-in name this is."""
        self.phones.ask("phone.new", phone=phone, base=f"http://127.0.0.1:{server.port}")
        self.phones.ask("tab.open", phone=phone, tab="t")
        said = {"username": name, "password": PASSWORD, "code": code_for(store, name), "pin": "135790"}
        self.kids[phone] = self.ask("enrol", phone, **said)["kid"]

    def joins_again(self, phone: str, code: str) -> None:
        """Enrol the open vault's own key once more."""
        self.ask("enrol_again", phone, password=PASSWORD, code=code)

    def ask(self, do: str, phone: str, **said: Any) -> Said:
        return self.phones.ask(do, phone=phone, tab="t", **said)

    def records(self, names: Sequence[str] = TEN) -> dict[str, Said]:
        """Each takes a picture and saves a record; gives what was promised, by phone."""
        return {
            name: self.ask("record", name, seed=next(self._seeds), pictures=1, bytes=BYTES) for name in names
        }

    def syncs(self, names: Sequence[str] = TEN) -> dict[str, Said]:
        """All of them send at once; gives what they show, by phone."""
        answers = {name: self.phones.begin("sync", phone=name, tab="t") for name in names}
        return {name: answer.result(120) for name, answer in answers.items()}

    def moves_to(self, server: RealServer, names: Sequence[str] = TEN) -> None:
        for name in names:
            self.phones.ask("phone.base", phone=name, base=f"http://127.0.0.1:{server.port}")

    def promised(self, name: str) -> tuple[set[str], set[str]]:
        """Give the hashes of the entries and of the pictures that this phone said it has."""
        said = self.phones.ask("said", phone=name)["said"]
        entries = {each["hash"] for each in said if each["kind"] == "entry"}
        return entries, {each["sha256"] for each in said if each["kind"] in {"picture", "preview"}}

    def holds(self, name: str) -> Said:
        [vault] = self.phones.ask("holdings", phone=name)["vaults"]
        found: Said = vault
        return found
