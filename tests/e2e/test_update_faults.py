"""A new version comes whole or not at all: whatever fails on its way, the old one still starts offline."""

import os

import pytest

from tests.support.builds import precached
from tests.support.line_faults import altered, captive, cut_answer, short_answer, status
from tests.support.site import LOCKED, NEW, OLD, Site, look

FAULTS = {
    "503": status(503),
    "cut": cut_answer,
    "short": short_answer,
    "altered": altered,
    "captive": captive,
}
# Every file fails in one way here; in every way where this is set, which takes minutes.
EVERY = "XUNZHENG_EVERY_FAULT" in os.environ


def faults_of(files: list[str]) -> list[tuple[str, str]]:
    """Give every file with the fault whose turn it is, and the page with all of them."""
    names = list(FAULTS)
    in_turn = [(file, names[at % len(names)]) for at, file in enumerate(files)]
    return [
        (file, name) for file in files for name in names if EVERY or file == "/" or (file, name) in in_turn
    ]


@pytest.mark.timeout(600)
def test_the_old_version_starts_offline_whatever_file_of_the_new_one_fails(site: Site) -> None:
    newer = site.now_serves(NEW)
    officer = site.opens()
    officer.sees(LOCKED)
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
    officer.sees(LOCKED)
    for name, fault in FAULTS.items():
        trap = site.proxy.arm(r"^GET /sw\.js$", fault, times=-1)
        site.proxy.open()
        found = look(officer)
        assert trap.hits
        assert found == {"waiting": False, "caches": [f"xunzheng-{OLD}"]}, name
        site.starts_offline(officer, OLD)
        site.proxy.disarm()
