"""A picture whose upload is cut in the middle goes on at the byte where it stopped."""

import hashlib
from pathlib import Path

from tests.support.chromium import Device
from tests.support.cutting_proxy import CuttingProxy
from tests.support.desk_app import Reviewer
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
PICTURE_AT_LEAST = 100_000
CUT_AFTER = 80_000


def test_a_cut_upload_resumes_at_its_offset(
    city: Installation, tmp_path: Path, phone: Device, desk: Device
) -> None:
    server = Installation(tmp_path)
    proxy = CuttingProxy(server.port)
    server.behind(f"http://127.0.0.1:{proxy.port}")
    server.copy_of(city)
    server.start()
    try:
        officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
        officer.enrols(server.access["officer"])
        proxy.cut_next_upload(CUT_AFTER, smallest=PICTURE_AT_LEAST)
        officer.begins("文明养犬", FOULING)
        officer.takes_pictures(1)
        officer.finishes_pictures()
        officer.saves()

        reviewer = Reviewer(desk.open(), server.url)
        reviewer.signs_in(server.access["reviewer"])
        reviewer.opens(FOULING)
        reviewer.accepts()
        reviewer.sees_count("已通过", 1)
        assert proxy.cuts == 1
        assert any(0 < offset <= CUT_AFTER for offset in proxy.offsets), proxy.offsets
        (photo,) = reviewer.reads(reviewer.first_of("accepted"))["photos"]
        assert hashlib.sha256(server.blob(photo["sha256"])).hexdigest() == photo["sha256"]
    finally:
        proxy.close()
        server.stop()
