"""The lane of real browsers: schedules on copies of one enrolled phone and its server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playwright.sync_api import Error, sync_playwright

from server.config import load_config
from server.store.store import open_store
from tests.faults.browser_phone import BrowserPhone
from tests.faults.browser_reading import RECEIPTS, receipts_in, vaults_of
from tests.faults.browser_schedules import KINDS, STRIKES, kind_of
from tests.faults.browser_world import FIRST, SECOND, World
from tests.faults.checking import Check
from tests.faults.outcome import OTHER, Finding, Outcome
from tests.faults.promises import Evidence
from tests.faults.proofs import Witness
from tests.faults.reading import read_server
from tests.support.browser import ensure_browser
from tests.support.builds import another_build
from tests.support.certificates import make_certificate
from tests.support.enrolled import Enrolled, Tls
from tests.support.faulty_proxy import Request
from tests.support.installation import Installation

OLD, NEW = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


OWNERS = (FIRST, SECOND)
# After these the phone is not the one it was.
LAST_ONES = {"app updated in the middle", "another officer signs in", "device revoked", "clock jumps"}


@dataclass
class _Epoch:
    """Copies of phone and server that schedules share until one uses them up; the answers the phone got."""

    folder: Path
    world: World
    answers: list[bytes] = field(default_factory=list)

    def hears(self, request: Request, answer: bytes) -> None:
        if RECEIPTS.match(f"{request.method} {request.path}"):
            self.answers.append(answer)


class BrowserLane:
    """Runs schedules one after the other; a seed says all of what happens in one."""

    name = "browser"

    def __init__(self) -> None:
        """Make the installation and enrol the phone, through the same screens as everybody."""
        problem = ensure_browser()
        if problem:
            raise RuntimeError(problem)
        self._folder = Path(tempfile.mkdtemp(prefix="xunzheng-browsers-"))
        self._playing = sync_playwright().start()
        context, key_hash = make_certificate(self._folder / "own")
        self._foreign, _ = make_certificate(self._folder / "foreign")
        self._builds = {version: another_build(self._folder / "builds", version) for version in (OLD, NEW)}
        city = Installation(self._folder / "city")
        city.data.parent.mkdir()
        city.make()
        template = self._folder / "template"
        template.mkdir()
        self._tls = context
        self._enrolled = Enrolled(self._playing, None, template, Tls(context, key_hash))
        self._enrolled.make(city, self._builds[OLD])
        self._epoch: _Epoch | None = None
        self._count = 0

    def run(self, seed: int) -> Outcome:
        """Run the schedule of this seed, with its final check."""
        kind = kind_of(seed)
        if self._epoch is None:
            self._epoch = self._begin()
        world, phone = self._epoch.world, self._epoch.world.phone
        world.rng = Random(seed)
        phone.forgets_story()
        findings = [*_perform(world, KINDS[kind]), *_check(self._epoch)]
        if kind in LAST_ONES or findings:
            self._end()
        strike = STRIKES.get(kind.split()[0], kind)
        fired = {kind: phone.fired[strike] or phone.fired[kind]}
        return Outcome(seed, (kind,), fired, tuple(findings), tuple(phone.told))

    def _begin(self) -> _Epoch:
        self._count += 1
        folder = self._folder / f"epoch-{self._count}"
        folder.mkdir()
        pages = folder / "pages"
        pages.symlink_to(self._builds[OLD])
        proxy = self._enrolled.proxy
        proxy.tls = self._tls
        server, device = self._enrolled.again(folder, pages)
        phone = BrowserPhone(device, proxy)
        world = World(Random(0), server, phone, proxy, pages, self._builds[NEW], self._foreign)
        epoch = _Epoch(folder, world)
        proxy.heard = epoch.hears
        return epoch

    def _end(self) -> None:
        if self._epoch is None:
            return
        self._epoch.world.phone.device.kill()
        self._epoch.world.server.kill()
        shutil.rmtree(self._epoch.folder, ignore_errors=True)
        self._epoch = None

    def close(self) -> list[Finding]:
        """End everything."""
        self._end()
        self._enrolled.proxy.close()
        self._playing.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        return []


def _perform(world: World, schedule: Callable[[World], object]) -> Iterator[Finding]:
    phone = world.phone
    phone.wake()
    phone.look()
    try:
        schedule(world)
    except (Error, AssertionError) as error:
        phone.told.append(f"given up: {' '.join(str(error).split())[:400]}")
    world.calms()
    yield from _drained(phone)
    yield from phone.findings


def _drained(phone: BrowserPhone) -> Iterator[Finding]:
    """Let each officer on this phone send; the last one to come is the one who has it."""
    phone.wake()
    owners = OWNERS[: len(phone.look()["vaults"]) or 1]
    for owner in reversed(owners):
        if len(owners) > 1:
            phone.changes_to(owner)
        if not phone.drains(owner):
            yield Finding(OTHER, f"not all that {owner} made has arrived")


def _check(epoch: _Epoch) -> Iterator[Finding]:
    phone, data = epoch.world.phone, epoch.world.server.data
    vaults = vaults_of(phone.look(), receipts_in(epoch.answers), set(phone.kids))
    store = open_store(load_config(data, {}))
    try:
        witness = Witness()
        server = read_server(store, witness, phone.kids)
        yield from (Finding(OTHER, each) for each in server.faults)
        check = Check(server, witness, data, store.signer.vkey)
        tried = list(phone.tried.values())
        yield from check.phone(
            Evidence("phone", phone.said, tried, vaults, tuple(phone.kids), was_deceived=False)
        )
    finally:
        store.close()


def run_browser_schedule(seed: int) -> Outcome:
    """Run one schedule on a lane of its own."""
    lane = BrowserLane()
    try:
        return lane.run(seed)
    finally:
        lane.close()
