"""A returned record opens with its pictures and the reviewer's words, and goes again as a new version."""

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
WORDS = "请站近一点,再拍一张"


def test_a_returned_record_is_corrected_and_accepted(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(FOULING)
    record = reviewer.record_id()
    reviewer.returns("照片不清楚", WORDS, "photos")
    reviewer.sees_count("已退回", 1)

    officer.asks_for_news()
    officer.opens_record("退回", FOULING)
    officer.sees(WORDS)
    officer.button("补正").click()
    officer.sees(WORDS)
    officer.sees_stored_pictures(1)
    officer.button("再拍").click()
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)

    reviewer.signs_in_again()
    reviewer.opens(FOULING)
    assert reviewer.record_id() == record
    found = reviewer.reads(record)
    assert len(found["photos"]) == 2
    assert [version["n"] for version in found["versions"]] == [1, 2]
    reviewer.accepts()
    reviewer.sees_count("已通过", 1)
