"""The camera of a real day: denied, busy, hidden, full, turned, without its newest parts; and recordings."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Geolocation, expect

from tests.support.chromium import Device, Spot
from tests.support.enrolled import Enrolled
from tests.support.field_app import SENT, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation, built_pages

SEAMS = Path(__file__).with_name("capture_seams.js")
FOULING = "宠物便溺未清理"
NET_CAFE = "校园周边200米内上网服务营业场所"
COARSE: Spot = {"latitude": 31.2322, "longitude": 121.4739, "accuracy": 5000}
LEFT = "() => ['OffscreenCanvas', 'ImageCapture', 'MediaRecorder'].filter((name) => name in window)"


class Day:
    """An officer whose phone can be made to misbehave."""

    def __init__(self, officer: Officer, device: Device, server: Installation) -> None:
        self.officer, self.page, self.device, self.server = officer, officer.page, device, server
        self.held: dict[str, int] = {}

    def new_pictures(self) -> list[str]:
        """Give the hashes of what was kept in this journey."""
        return [sha256 for sha256 in self.officer.pictures_held() if sha256 not in self.held]

    def opens_camera(self, item: str | None = None) -> None:
        self.officer.goes("今日")
        self.page.locator("a[href='#/new']").click()
        expect(self.page.locator(".capture")).to_be_visible()
        if item:
            self.page.locator(".capture .topbar .chip").click()
            self.page.get_by_role("button", name=item).click()

    def starts_anew(self, bare: str) -> None:
        """Start the app again, in a browser with or without its newest parts."""
        self.page.evaluate("(bare) => sessionStorage.setItem('bare', bare)", bare)
        self.page.reload()
        self.officer.unlocks()

    def stands(self, spot: Spot) -> None:
        latitude, longitude, accuracy = spot["latitude"], spot["longitude"], spot["accuracy"]
        self.device.context.set_geolocation(
            Geolocation(latitude=latitude, longitude=longitude, accuracy=accuracy)
        )

    def seam(self, words: str) -> None:
        self.page.evaluate(f"seams.{words}")

    def is_ready(self) -> None:
        expect(self.officer.button("拍照")).to_be_enabled(timeout=SLOW_MS)


@pytest.fixture(scope="module")
def shared(enrolled: Enrolled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    server, device = enrolled.again(tmp_path_factory.mktemp("day"), built_pages())
    page = device.open(AT_SCHOOL_GATE, SEAMS)
    device.context.grant_permissions(["camera", "microphone", "geolocation"], origin=enrolled.proxy.url)
    officer = Officer(page, enrolled.proxy.url)
    officer.opens_app()
    officer.unlocks()
    yield Day(officer, device, server)
    device.close()
    server.kill()
    assert device.errors == []


@pytest.fixture
def day(shared: Day) -> Day:
    """One phone for the whole day; each journey finds it in order."""
    shared.seam("camera = null")
    shared.seam("room = null")
    shared.page.set_viewport_size({"width": 390, "height": 844})
    shared.stands(AT_SCHOOL_GATE)
    shared.held = shared.officer.pictures_held()
    return shared


def test_a_camera_that_is_denied_busy_or_absent_leaves_a_way_on(day: Day, tmp_path: Path) -> None:
    day.opens_camera()
    day.is_ready()
    for name, words in (
        ("NotAllowedError", "相机未获允许"),
        ("NotReadableError", "相机正被占用"),
        ("NotFoundError", "没有找到相机"),
    ):
        day.seam(f"camera = '{name}'")
        day.seam("hide(true)")
        day.seam("hide(false)")
        day.officer.sees(words)
        expect(day.officer.button("拍照")).to_be_disabled()
    album = tmp_path / "album.jpg"
    picture = io.BytesIO()
    Image.effect_noise((800, 600), 80).convert("RGB").save(picture, "JPEG")
    album.write_bytes(picture.getvalue())
    day.page.locator("input[type=file]").set_input_files(album)
    expect(day.page.locator(".strip").get_by_text("已导入")).to_be_visible(timeout=SLOW_MS)
    day.seam("camera = null")
    day.officer.button("再试一次").click()
    day.is_ready()


def test_storage_that_fills_in_the_middle_of_a_burst_keeps_what_was_saved(day: Day) -> None:
    day.opens_camera(FOULING)
    day.is_ready()
    day.seam("room = 2 * 2")
    day.officer.button("连拍").click()
    day.officer.sees("已存 2 张,都在。")
    day.officer.sees(re.compile("空间|存不下"))
    day.officer.sees_stored_pictures(2)
    day.seam("room = null")
    day.officer.takes_pictures(1)
    expect(day.page.get_by_text("已存 2 张")).to_have_count(0)
    day.officer.finishes_pictures()
    day.officer.saves()
    day.officer.sees_record("待审核", FOULING, SENT)


def test_a_call_and_a_turned_phone_leave_the_camera_working(day: Day) -> None:
    day.opens_camera()
    day.officer.takes_pictures(1)
    day.seam("hide(true)")
    expect(day.page.locator(".finder video")).to_have_js_property("srcObject", None)
    day.seam("hide(false)")
    day.is_ready()
    day.page.set_viewport_size({"width": 844, "height": 390})
    day.officer.takes_pictures(1)
    for name in ("拍照", "连拍", "完成", "语音"):
        box = day.officer.button(name).bounding_box()
        assert box and box["height"] >= 56 and box["width"] >= 56, name
        assert box["x"] + box["width"] <= 844 and box["y"] + box["height"] <= 390, name
    day.page.set_viewport_size({"width": 360, "height": 640})
    day.officer.takes_pictures(1)
    expect(day.officer.button("拍照")).to_have_css("width", "72px")


def test_voice_and_film_are_kept_and_sent_like_photos(day: Day) -> None:
    day.opens_camera(FOULING)
    day.officer.takes_pictures(1)
    day.officer.button("语音").click()
    day.officer.sees(re.compile("语音 [1-9] 秒"))
    day.officer.button("停止并保存").click()
    expect(day.page.locator(".strip").get_by_text("语音")).to_be_visible(timeout=SLOW_MS)
    day.officer.button("录像").click()
    day.officer.sees(re.compile("录像 [1-9] 秒"))
    # An incoming call ends the film; what was filmed until then is kept.
    day.seam("hide(true)")
    day.seam("hide(false)")
    expect(day.page.locator(".strip").get_by_text("录像")).to_be_visible(timeout=SLOW_MS)
    day.officer.button(re.compile("^录像 3")).click()
    expect(day.page.locator("video.playback")).to_have_js_property("error", None)
    day.page.wait_for_function("() => document.querySelector('video.playback').readyState > 0")
    day.page.keyboard.press("Escape")
    day.officer.finishes_pictures()
    day.officer.sees("照片 1 张")
    day.officer.saves()
    day.officer.sees_record("待审核", FOULING, SENT)
    kept = [day.server.blob(sha256)[:12] for sha256 in day.new_pictures()]
    assert sum(b"ftyp" in head or head.startswith(b"\x1aE\xdf\xa3") for head in kept) == 2


def test_a_browser_without_the_newest_parts_takes_pictures_all_the_same(day: Day) -> None:
    day.starts_anew("yes")
    assert day.page.evaluate(LEFT) == []
    day.opens_camera()
    day.officer.takes_pictures(2)
    expect(day.page.get_by_role("button", name="语音")).to_have_count(0)
    day.starts_anew("no")


def test_a_position_of_five_kilometres_is_used_with_a_reason(day: Day) -> None:
    day.stands(COARSE)
    day.opens_camera(NET_CAFE)
    expect(day.page.locator(".fixchip.doubted")).to_contain_text("±5.0 km", timeout=SLOW_MS)
    day.officer.takes_pictures(2)
    day.officer.finishes_pictures()
    day.officer.sees("误差 ±5.0 km,本事项要求 ±15 m 以内")
    day.officer.button("在室内").click()
    day.officer.sees("已说明原因,照常使用。")
    day.officer.button("在图上挪动").click()
    day.officer.button("向北").click()
    day.officer.sees("已挪动 80 m")
