"""The city's map is fetched once: a cut line and a dead phone cost the piece that was on its way, no more."""

import re
from pathlib import Path

from tests.support.chromium import Device
from tests.support.faulty_proxy import FaultyProxy, Forward, Request
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.support.tiles import ground_of

MIB = 1024 * 1024
RANGE = re.compile(rb"\r\nrange: bytes=(\d+)-", re.IGNORECASE)


def cut_in_the_middle(request: Request, forward: Forward) -> bytes:
    answer = forward(request.raw)
    return answer[: len(answer) // 2]


class Line:
    """A proxy to the city that writes down which pieces of the map were asked for."""

    def __init__(self, upstream: int) -> None:
        self.proxy = FaultyProxy(upstream)
        self.proxy.heard = self._hears
        self.pieces: list[int] = []

    def _hears(self, request: Request, _answer: bytes) -> None:
        found = RANGE.search(request.raw)
        if found and request.path.startswith("/api/basemap/"):
            self.pieces.append(int(found[1]) // MIB)


def opens_the_map(officer: Officer) -> None:
    officer.goes("地图")
    officer.page.get_by_role("button", name="底图").click()


def test_a_map_that_was_cut_goes_on_at_the_piece_where_it_stopped(
    city: Installation, tmp_path: Path, phone: Device
) -> None:
    server = Installation(tmp_path)
    line = Line(server.port)
    server.behind(line.proxy.url)
    server.copy_of(city)
    server.command("basemap", str(ground_of(tmp_path)), "--credit", "测试底图")
    server.start()
    try:
        officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
        officer.enrols(server.access["officer"])
        officer.asks_for_news()
        cut = line.proxy.arm("GET /api/basemap/", cut_in_the_middle, times=-1, skip=1)
        opens_the_map(officer)
        officer.page.get_by_role("button", name=re.compile("^下载")).click()
        officer.sees(re.compile("已下载 1.0 MB"))
        officer.button("继续下载").wait_for()
        assert cut.hits
        assert line.pieces[0] == 0
        assert set(line.pieces[1:]) == {1}
        phone.kill()

        line.proxy.disarm()
        line.pieces.clear()
        officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
        officer.opens_app()
        officer.unlocks()
        opens_the_map(officer)
        officer.button("继续下载").click()
        officer.sees(re.compile("底图已在手机上"))
        assert line.pieces == [1, 2]
    finally:
        line.proxy.close()
        server.stop()
