"""From the shutter to the outcome: offline, killed, reopened, sent, reviewed, and every byte the same."""

import hashlib
import re
from typing import Any

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

CAFE = "校园周边200米内上网服务营业场所"


def record_wire(desk: Reviewer, record_id: str) -> Any:
    return desk.page.request.get(f"{desk.url}/api/records/{record_id}").json()


def test_offline_evidence_survives_a_kill_and_reaches_its_outcome(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])

    server.stop()
    officer.begins("校园周边", CAFE)
    officer.takes_pictures(2)
    officer.finishes_pictures()
    officer.sees(re.compile("实验小学"))
    officer.answers(("营业状态", "正在营业"), ("入口显著位置悬挂未成年人禁入标志", "否"))
    officer.saves()
    phone.kill()

    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.opens_app()
    officer.unlocks()
    officer.sees_record(CAFE, "仅在本机")

    server.start()
    officer.sees_record(CAFE, re.compile("待审核|已送达"))

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(CAFE)
    record_id = reviewer.page.url.rsplit("/queue/", 1)[1].split("?")[0]
    reviewer.accepts()
    officer.sees_record(CAFE, "已通过")

    for photo in record_wire(reviewer, record_id)["photos"]:
        stored = server.blob(photo["sha256"])
        assert hashlib.sha256(stored).hexdigest() == photo["sha256"]
        assert len(stored) == photo["bytes"]
