"""A cheap phone on a slow line: bytes are a hard limit, checked on the pages as they are built."""

import json

from server.config import REPOSITORY
from tests.support.weight import weigh

PAGES = REPOSITORY / "pwa" / "dist"


def test_the_phone_route_stays_light():
    weight = weigh(PAGES)
    assert 10_000 < weight.scripts <= 45_000
    assert 1_000 < weight.styles <= 8_000
    assert 50_000 < weight.precache <= 150_000
    assert weight.afterwards <= 90_000


def test_the_desk_starts_without_its_map():
    assert 10_000 < weigh(PAGES, "desk.html").scripts <= 70_000


def test_few_packages_build_the_pages():
    lock = json.loads((REPOSITORY / "pwa" / "package-lock.json").read_text(encoding="utf-8"))
    installed = {path for path, said in lock["packages"].items() if path and not said.get("optional")}
    assert 5 < len(installed) <= 60
