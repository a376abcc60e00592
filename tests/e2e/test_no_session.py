"""What was recorded offline drains by the device's key: no session and no password are involved."""

from tests.support.chromium import Device
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"


def test_the_session_that_enrolled_a_phone_ends_with_it(server: Installation, phone: Device) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    session = f"{server.url}/api/session"
    with officer.page.expect_response(lambda to: to.url == session and to.request.method == "DELETE"):
        officer.enrols(server.access["officer"])
    assert officer.page.request.get(session).status == 401


def test_everything_drains_after_the_session_ended_and_the_password_changed(
    server: Installation, phone: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    server.stop()
    server.new_password("officer")
    for _ in range(2):
        officer.begins("文明养犬", FOULING)
        officer.takes_pictures(1)
        officer.finishes_pictures()
        officer.saves()
    officer.goes("我的")
    officer.sees("仅在本机")

    server.start()
    officer.sees("本机记录全部送达")
    officer.sees_record("待审核", FOULING, SENT)
    assert officer.page.request.get(f"{server.url}/api/session").status == 401
