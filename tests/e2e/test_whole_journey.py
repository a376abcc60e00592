"""From the shutter to the outcome: offline, killed, reopened, sent, reviewed, and every byte the same."""

import hashlib
import re

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

CAFE = "校园周边200米内上网服务营业场所"


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
    taken = officer.pictures_held()
    assert len(taken) == 2
    phone.kill()

    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.opens_app()
    officer.unlocks()
    officer.sees_record("待上传", CAFE, "仅在本机")

    server.start()
    officer.sees_record("待审核", CAFE, SENT)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(CAFE)
    record = reviewer.record_id()
    reviewer.accepts()
    reviewer.sees_count("已通过", 1)
    officer.asks_for_news()
    officer.sees_record("办结", CAFE, "已通过")

    photos = reviewer.reads(record)["photos"]
    assert {photo["sha256"]: photo["bytes"] for photo in photos} == taken
    for sha256, size in taken.items():
        stored = server.blob(sha256)
        assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (sha256, size)
