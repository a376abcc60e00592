"""What the phone of today sends is written down, so that it is still served when it is years behind."""

import json
from typing import Any

from playwright.sync_api import Request

from tests.support.chromium import Device
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.versions.frozen import asked_for, publications

FOULING = "宠物便溺未清理"
# These are sent where something went wrong: a cut upload, a restored server, a first run begun anew.
RARE = {
    "GET /api/ledger/restarts",
    "GET /api/session",
    "HEAD /api/evidence/{sha256}",
    "PATCH /api/evidence/{sha256}",
}


def members_of(request: Request) -> frozenset[str]:
    if "json" not in request.headers.get("content-type", ""):
        return frozenset()
    return frozenset(json.loads(request.post_data or "{}"))


def test_what_the_phone_sends_is_written_down(server: Installation, phone: Device) -> None:
    page = phone.open(AT_SCHOOL_GATE)
    sent: list[tuple[str, str, frozenset[str]]] = []

    def hear(request: Request) -> None:
        if "/api/" in request.url:
            sent.append((request.method, request.url[len(server.url) :], members_of(request)))

    phone.context.on("request", hear)
    officer = Officer(page, server.url)
    officer.enrols(server.access["officer"])
    for _ in range(2):
        officer.begins("文明养犬", FOULING)
        officer.takes_pictures(1)
        officer.finishes_pictures()
        officer.saves()
    officer.sees_record("待审核", FOULING, SENT)
    officer.asks_for_news()
    page.goto(f"{server.url}/#/storage")
    officer.button("手动").click()
    with page.expect_request("**/api/device/holding"):
        officer.begins("文明养犬", FOULING)
        officer.takes_pictures(2)
        officer.finishes_pictures()
        officer.saves()

    exchanges: list[Any] = json.loads(publications()[-1].read_text(encoding="utf-8"))["exchanges"]
    seen = [(request, asked_for(exchanges, *request)) for request in sent]
    assert [request for request, found in seen if not found] == []
    assert {exchange["ask"] for exchange in exchanges} - {ask for _, found in seen for ask in found} <= RARE
