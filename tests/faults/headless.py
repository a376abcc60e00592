"""The lane of headless phones: a server, one Node process of phones.

And an installation that is changed now and then.
"""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from server.services import rebuilding
from tests.faults.catalogue import READS
from tests.faults.checking import Check
from tests.faults.ground import Ground, make_template, scratch_folder
from tests.faults.handset import Handset
from tests.faults.harms import fired_in
from tests.faults.line import Line
from tests.faults.outcome import OTHER, Finding, Outcome
from tests.faults.phones import Phones
from tests.faults.plants_server import PLANTS
from tests.faults.postgres import Cluster
from tests.faults.promises import Evidence
from tests.faults.proofs import ProofError, Witness, open_note
from tests.faults.readers import look_at_last
from tests.faults.reading import read_server
from tests.faults.running import run_day
from tests.faults.schedules import Wish, draw
from tests.faults.server import Server
from tests.faults.world import Day, World

EPOCH = 100


class HeadlessLane:
    """Runs schedules one after the other on phones of officers that no schedule before has seen."""

    name = "headless"

    def __init__(self, wish: Wish) -> None:
        """Start the processes."""
        self._wish = wish
        self._folder = scratch_folder()
        self._cluster = Cluster() if wish.database == "postgresql" else None
        self._template_url = self._cluster.fresh() if self._cluster else None
        self._template = make_template(self._folder / "template", self._template_url)
        self._server = Server(self._folder, self._template)
        self._plant: str | None = None
        self._phones = Phones()
        self._line = Line(self._server.port)
        self._epoch = 0
        self._ran = 0
        self._world: World | None = None
        self._witness = Witness()
        self._left: list[Finding] = []

    def plant(self, name: str | None) -> list[Finding]:
        """Go on with a planted bug, in a new installation; gives what the last look at the old one found."""
        found = [*self._left, *self._end_epoch()]
        self._left = []
        self._server.plant = name if name in PLANTS else None
        self._plant = None if name in PLANTS else name
        return found

    def run(self, seed: int) -> Outcome:
        """Run the schedule of this seed, with its final check."""
        if self._world is None or self._ran % EPOCH == 0:
            self._left += self._end_epoch()
            self._begin_epoch()
        self._ran += 1
        assert self._world
        schedule = draw(seed, self._wish)
        run = run_day(self._world, schedule)
        findings = tuple(self._check(run))
        outcome = Outcome(seed, schedule.faults, fired_in(run), findings, tuple(_story(run)))
        for handset in run.handsets.values():
            handset.ask("phone.drop")
        return outcome

    def _begin_epoch(self) -> None:
        self._epoch += 1
        url = self._cluster.fresh(self._template_url) if self._cluster else None
        ground = Ground(self._folder / f"epoch-{self._epoch}", self._template, url)
        restart = self._cluster.restart if self._cluster else None
        self._world = World(self._phones, self._server, self._line, ground, self._plant, restart)
        self._witness = Witness()
        read_server(ground.store, self._witness, ())

    def _end_epoch(self) -> list[Finding]:
        if self._world is None:
            return []
        self._server.stop()
        store = self._world.ground.store
        found = [Finding(OTHER, f"check: {each}") for each in rebuilding.check(store)]
        again = Witness()
        read_server(store, again, ())
        if again.roots[: len(self._witness.roots)] != self._witness.roots:
            found.append(Finding(OTHER, "the ledger is not the one it was"))
        self._world.ground.close()
        self._world = None
        return found

    def _check(self, run: Day) -> Iterator[Finding]:
        world = run.world
        if {fault.name for fault in READS} & {*run.schedule.faults}:
            # A look leaves leaves of its own: it is before the ledger is read.
            yield from run.found
            yield from look_at_last(run)
        kids = [vault.kid for handset in run.handsets.values() for vault in handset.vaults]
        server = read_server(world.ground.store, self._witness, kids)
        yield from (Finding(OTHER, each) for each in server.faults)
        vkey = world.ground.store.signer.vkey
        check = Check(server, self._witness, world.ground.folder, vkey)
        try:
            world.server.wait()
            self._witness.check(open_note(_checkpoint(world.server.port), vkey))
        except ProofError as error:
            yield Finding(OTHER, str(error))
        deceived = bool(run.fired["receipt forged"])
        for handset in run.handsets.values():
            yield from check.phone(_evidence(handset, deceived=deceived))

    def close(self) -> list[Finding]:
        """End everything; give what the last look at the installations found."""
        try:
            return [*self._left, *self._end_epoch()]
        finally:
            with ExitStack() as ending:
                ending.callback(shutil.rmtree, self._folder, ignore_errors=True)
                if self._cluster:
                    ending.callback(self._cluster.close)
                ending.callback(self._server.close)
                ending.callback(self._line.close)
                ending.callback(self._phones.close)


def _evidence(handset: Handset, *, deceived: bool) -> Evidence:
    holdings: dict[str, Any] = handset.ask("holdings") or {}
    vaults = {vault["kid"]: vault for vault in holdings.get("vaults", ())}
    alarmed = deceived and any(vault["alarm"] for vault in vaults.values())
    kids = tuple(vault.kid for vault in handset.vaults)
    return Evidence(handset.name, handset.said("said"), handset.said("tried"), vaults, kids, alarmed)


def _story(run: Day) -> Iterator[str]:
    yield f"phones {', '.join(run.schedule.phones)}; {run.schedule.workers} web worker(s)"
    yield from run.told
    for handset in run.handsets.values():
        yield from (f"  note: {each}" for each in handset.notes)


def _checkpoint(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/api/ledger/checkpoint")
    return connection.getresponse().read().decode()
