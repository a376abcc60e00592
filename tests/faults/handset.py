"""One phone in a schedule: its tabs, its vaults.

And how an officer gets on after whatever happened to them.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from tests.faults.ground import PASSWORD, Ground, Officer
from tests.faults.phones import PhoneError, Phones

PIN = "2580"
_MOST_MS = 30_000
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault that the phone promised to keep."""

    kid: str
    officer: Officer


@dataclass(slots=True)
class Handset:
    """A phone as its officer sees it; acts that fail are noted and the day goes on."""

    name: str
    phones: Phones
    ground: Ground
    base: str
    plant: str | None = None
    build: str = "this"
    tabs: list[str] = field(default_factory=list)
    vaults: list[Vault] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    shots: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fired: list[dict[str, Any]] = field(default_factory=list)
    opened: int = 0
    turn: int = 0

    def ask(self, do: str, **said: Any) -> dict[str, Any] | None:
        """Ask the phone itself; None where it said no."""
        try:
            return self.phones.ask(do, phone=self.name, **said)
        except PhoneError as error:
            self.notes.append(f"{self.name} {do}: {error}")
            return None

    def act(self, do: str, **said: Any) -> dict[str, Any] | None:
        """Do something in a tab that is unlocked, or see why not; None where it did not work."""
        if not self.ready():
            return None
        tab = self._tab()
        # Who has two tabs open uses both: the other takes a picture at the same moment.
        meanwhile = [
            (each, self.begin(each, "shoot", bytes=1200, seed=said["seed"] + at + 1))
            for at, each in enumerate(self.tabs)
            if each != tab and do in {"shoot", "record"}
        ]
        answer = self._heard(tab, do, self.begin(tab, do, **said))
        for each, shot in meanwhile:
            self._heard(each, "shoot", shot)
        return answer

    def begin(self, tab: str, do: str, **said: Any) -> Future[dict[str, Any]]:
        return self.phones.begin(do, phone=self.name, tab=tab, timeout_ms=_MOST_MS, **said)

    def shoot_in_all(self) -> bool:
        """Take a picture in every tab at the same moment: their chain is one."""
        first = (1 << 24) + 1_000 * ord(self.name[-1]) + 10 * self.opened
        seeds = range(first, first + len(self.tabs))
        begun = [
            (tab, self.begin(tab, "shoot", bytes=2_000, seed=seed))
            for tab, seed in zip(self.tabs, seeds, strict=True)
        ]
        return None not in [self._heard(tab, "shoot", answer) for tab, answer in begun]

    def _heard(self, tab: str, do: str, answer: Future[dict[str, Any]]) -> dict[str, Any] | None:
        try:
            return answer.result(2 * _MOST_MS / 1000)
        except (PhoneError, TimeoutError) as error:
            code = getattr(error, "code", "timeout")
            self.notes.append(f"{self.name} {do}: {error or 'no answer'}")
            if code in {"killed", "timeout"}:
                self.close_tab(tab)
            return None

    def _tab(self) -> str:
        self.turn += 1
        return self.tabs[self.turn % len(self.tabs)]

    def open_tab(self) -> str:
        """Open one more tab."""
        self.opened += 1
        name = f"t{self.opened}"
        plant = {"plant": self.plant} if self.plant else {}
        self.phones.ask("tab.open", phone=self.name, tab=name, build=self.build, **plant)
        self.tabs.append(name)
        return name

    def close_tab(self, tab: str) -> None:
        """Kill a tab, and remember what fired in it."""
        if tab in self.tabs:
            self.tabs.remove(tab)
        self.ask("tab.kill", tab=tab)

    def close_tabs(self) -> None:
        for tab in list(self.tabs):
            self.close_tab(tab)

    def ready(self) -> bool:
        """Have an unlocked tab: open one, unlock it, enrol where there is no vault yet."""
        if not self.tabs:
            self.open_tab()
        if not self.vaults:
            return False
        return min(tuple(map(self.unlock, list(self.tabs))))

    def unlock(self, tab: str, vault: Vault | None = None) -> bool:
        """Unlock a tab with the right code, waiting where wrong ones went before."""
        wanted = vault or self.vaults[-1]
        for _ in range(_TRIES):
            answer = self._heard(tab, "unlock", self.begin(tab, "unlock", kid=wanted.kid, pin=PIN))
            if answer is not None:
                return True
            if tab not in self.tabs:
                tab = self.open_tab()
            self.ask("clock.run", ms=70_000)
        return False

    def enrol(self, officer: Officer) -> bool:
        """Set a vault up for an officer, trying again as a person would."""
        code = self.ground.code_for(officer)
        for _ in range(2 * _TRIES):
            tab = self.tabs[-1] if self.tabs else self.open_tab()
            said = {"username": officer.username, "password": PASSWORD, "code": code, "pin": PIN}
            answer = self._heard(tab, "enrol", self.begin(tab, "enrol", **said))
            if answer is not None:
                self.vaults.append(Vault(answer["kid"], officer))
                return True
            if tab not in self.tabs:
                code = self.ground.code_for(officer)
        return False

    def sync(self) -> dict[str, Any] | None:
        """Send from every tab at once; the answer is that of the last."""
        if not self.ready():
            return None
        begun = [(tab, self.begin(tab, "sync")) for tab in self.tabs]
        return [self._heard(tab, "sync", answer) for tab, answer in begun][-1]

    def said(self, what: str) -> list[dict[str, Any]]:
        """Give `said` or `tried` as the phone's keeper wrote it down."""
        return list((self.ask(what) or {}).get(what, ()))

    def finish(self, tab: str) -> dict[str, Any] | None:
        """End a pause, and send from one tab until it is quiet."""
        self._heard(tab, "resume", self.begin(tab, "resume"))
        return self._heard(tab, "sync", self.begin(tab, "sync"))

    def labels(self) -> list[dict[str, Any]]:
        """Give what fired at labelled steps of all tabs, killed ones too."""
        found: list[dict[str, Any]] = []
        for number in range(self.opened):
            found += (self.ask("tab.labels", tab=f"t{number + 1}") or {}).get("fired", ())
        return found
