"""A new version comes whole or not at all: whatever fails on its way, the old one still starts offline."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.support.builds import RUNNING, Change, another_build, precached
from tests.support.chromium import Device
from tests.support.enrolled import Enrolled
from tests.support.faulty_proxy import FaultyProxy
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.support.line_faults import altered, captive, cut_answer, short_answer, status

OLD, NEW, NEXT, LAST = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"
FAULTS = {
    "503": status(503),
    "cut": cut_answer,
    "short": short_answer,
    "altered": altered,
    "captive": captive,
}
# Every file fails in one way here; in every way where this is set, which takes minutes.
EVERY = "XUNZHENG_EVERY_FAULT" in os.environ

FOULING = "宠物便溺未清理"
# A window that sleeps: it holds the store and hears nothing.
HOLD = """() => new Promise((done) => {
    indexedDB.open("xunzheng").onsuccess = (event) => done(void (globalThis.held = event.target.result));
})"""

# Looks for a new version, and waits for what becomes of it.
LOOK = """async () => {
    const found = await navigator.serviceWorker.getRegistration();
    await found.update().catch(() => undefined);
    const coming = found.installing;
    const settled = () => !coming || ["redundant", "installed", "activated"].includes(coming.state);
    while (!settled()) await new Promise((go) => coming.addEventListener("statechange", go, { once: true }));
    return { waiting: found.waiting !== null, caches: await caches.keys() };
}"""


@dataclass
class Site:
    """A phone that keeps the old version, its server, and the line between them."""

    server: Installation
    proxy: FaultyProxy
    device: Device
    builds: Callable[..., Path]
    pages: Path

    def opens(self) -> Officer:
        officer = Officer(self.device.open(AT_SCHOOL_GATE), self.proxy.url)
        officer.opens_app()
        return officer

    def now_serves(self, version: str, *changes: Change) -> Path:
        pages = self.builds(version, *changes)
        point(self.pages, pages)
        return pages

    def starts_offline(self, officer: Officer, version: str) -> None:
        """Cut the line, start the app anew, and see which version it is that asks for the code."""
        self.proxy.close()
        officer.page.reload(wait_until="commit")
        officer.sees("王晓峰,请解锁")
        assert officer.page.evaluate(RUNNING) == version


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    made: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("builds")

    def build(version: str, *changes: Change) -> Path:
        key = f"{version}{changes}"
        if key not in made:
            made[key] = another_build(folder / str(len(made)), version, *changes)
        return made[key]

    return build


@pytest.fixture(scope="module")
def enrolled(
    playwright: Playwright,
    film: Path,
    city: Installation,
    tmp_path_factory: pytest.TempPathFactory,
    builds: Callable[..., Path],
) -> Iterator[Enrolled]:
    made = Enrolled(playwright, film, tmp_path_factory.mktemp("enrolled"))
    made.make(city, builds(OLD))
    yield made
    made.proxy.close()


@pytest.fixture
def site(enrolled: Enrolled, tmp_path: Path, builds: Callable[..., Path]) -> Iterator[Site]:
    pages = tmp_path / "pages"
    point(pages, builds(OLD))
    server, device = enrolled.again(tmp_path, pages)
    yield Site(server, enrolled.proxy, device, builds, pages)
    device.close()
    server.stop()


def point(link: Path, pages: Path) -> None:
    """Publish a build as an operator does who swaps folders under a running server."""
    link.with_suffix(".next").symlink_to(pages)
    link.with_suffix(".next").replace(link)


def look(officer: Officer) -> Any:
    return officer.page.evaluate(LOOK)


def faults_of(files: list[str]) -> list[tuple[str, str]]:
    """Give every file with the fault whose turn it is, and the page with all of them."""
    names = list(FAULTS)
    in_turn = [(file, names[at % len(names)]) for at, file in enumerate(files)]
    return [
        (file, name) for file in files for name in names if EVERY or file == "/" or (file, name) in in_turn
    ]


def test_the_old_version_starts_offline_whatever_file_of_the_new_one_fails(site: Site) -> None:
    newer = site.now_serves(NEW)
    officer = site.opens()
    officer.sees("王晓峰,请解锁")
    for file, name in faults_of(list(precached(newer))):
        # Whoever looks meanwhile finds the same fault.
        trap = site.proxy.arm(rf"^GET {file}$", FAULTS[name], times=-1)
        site.proxy.open()
        found = look(officer)
        assert trap.hits, (file, name)
        assert found == {"waiting": False, "caches": [f"xunzheng-{OLD}"]}, (file, name)
        site.starts_offline(officer, OLD)
        site.proxy.disarm()
    site.proxy.open()
    assert look(officer) == {"waiting": True, "caches": [f"xunzheng-{OLD}", f"xunzheng-{NEW}"]}
    site.starts_offline(officer, OLD)


def test_a_spoiled_service_worker_changes_nothing(site: Site) -> None:
    site.now_serves(NEW)
    officer = site.opens()
    officer.sees("王晓峰,请解锁")
    for name, fault in FAULTS.items():
        trap = site.proxy.arm(r"^GET /sw\.js$", fault, times=-1)
        site.proxy.open()
        found = look(officer)
        assert trap.hits
        assert found == {"waiting": False, "caches": [f"xunzheng-{OLD}"]}, name
        site.starts_offline(officer, OLD)
        site.proxy.disarm()


def test_a_version_taken_back_before_it_was_taken_over_leaves_the_old_one_whole(site: Site) -> None:
    site.now_serves(NEW)
    officer = site.opens()
    assert look(officer)["waiting"]
    site.now_serves(OLD)
    site.proxy.arm(r"^GET /(assets|icons)/", status(503), times=-1)
    look(officer)
    site.starts_offline(officer, OLD)


def test_a_bad_version_is_withdrawn_by_serving_the_one_before(site: Site) -> None:
    site.now_serves(NEW)
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == NEW

    site.now_serves(OLD)
    look(officer)
    takes_over(officer)
    site.starts_offline(officer, OLD)
    assert officer.page.evaluate("caches.keys()") == [f"xunzheng-{OLD}"]


def takes_over(officer: Officer) -> None:
    officer.goes("我的")
    with officer.page.expect_navigation():
        officer.button("现在更新").click()


def test_a_phone_three_versions_behind_goes_on_reading_and_sending(site: Site) -> None:
    officer = site.opens()
    officer.unlocks()
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    for version in (NEW, NEXT, LAST):
        site.now_serves(version)
        assert look(officer)["waiting"]
    officer.finishes_pictures()
    officer.saves()
    officer.page.reload()
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == OLD
    officer.sees_record("待审核", FOULING, SENT)
    officer.asks_for_news()

    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == LAST
    assert officer.page.evaluate("caches.keys()") == [f"xunzheng-{LAST}"]
    officer.sees_record("待审核", FOULING, SENT)


def test_a_withdrawn_version_that_changed_the_store_leaves_it_readable(site: Site) -> None:
    site.now_serves(
        NEW,
        Change("vault-", r"(=`xunzheng`,\w+=)1\b", r"\g<1>2"),
        Change("vault-", r"upgrade:e=>", "upgrade:(e,before)=>before?e.createObjectStore('later'):"),
    )
    officer = site.opens()
    officer.unlocks()
    behind = Officer(site.device.context.new_page(), site.proxy.url)
    behind.opens_app()
    behind.sees("王晓峰,请解锁")
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    behind.unlocks()
    for one in (officer, behind):
        assert one.page.evaluate(RUNNING) == NEW
    behind.page.close()

    site.now_serves(OLD)
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate("indexedDB.databases().then(([one]) => one.version)") == 2
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)


def test_a_newer_version_waits_for_a_window_that_holds_the_store(site: Site) -> None:
    site.now_serves(
        NEW,
        Change("vault-", r"(=`xunzheng`,\w+=)1\b", r"\g<1>2"),
        Change("vault-", r"upgrade:e=>", "upgrade:(e,before)=>before?e.createObjectStore('later'):"),
    )
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    holder = site.device.context.new_page()
    holder.goto(f"{site.proxy.url}/manifest.webmanifest")
    holder.evaluate(HOLD)
    takes_over(officer)
    officer.sees("正在打开本机记录")
    holder.close()
    officer.unlocks()


def test_a_version_that_does_not_even_start_gives_way_unasked(site: Site) -> None:
    site.now_serves(NEW, Change("field-", "^", "throw new Error('a mistake');"))
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    takes_over(officer)
    expect(officer.page.get_by_text("请解锁")).to_have_count(0)

    site.now_serves(OLD)
    officer.page.reload()
    officer.unlocks()
    site.starts_offline(officer, OLD)
    site.device.errors.clear()
