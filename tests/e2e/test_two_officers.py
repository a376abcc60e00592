"""Two officers on site without a network: one writes, the partner signs, and the work group hears of it."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeDevice
from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.fake_camera import write_sight_of
from tests.support.field_app import SENT, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

OUTLET = "校园周边设置烟酒彩票销售网点"
SHEET = """() => { window.shared = [];
navigator.canShare = () => true;
navigator.share = async (data) => { window.shared.push([data.text, (data.files ?? []).length]); }; }"""


def is_an_inspection(page: Page) -> None:
    """Say of this record that it is one by law."""
    page.get_by_role("button", name=re.compile("日常")).last.click()
    page.get_by_role("button", name="行政检查", exact=True).click()
    page.get_by_role("button", name="完成", exact=True).last.click()
    expect(page.get_by_text("保存后请搭档扫码核签")).to_be_visible()


def code_shown(page: Page) -> str:
    page.get_by_role("button", name="请搭档核签").click()
    expect(page.get_by_role("img", name=re.compile("核签二维码"))).to_be_visible()
    code = page.get_by_text(re.compile(r"^\w{6}-\w{6}-\w{6}$")).inner_text()
    page.keyboard.press("Escape")
    return code


def signs(page: Page, code: str) -> None:
    page.get_by_role("button", name="核签搭档的记录").click()
    wrong = f"{code[:-1]}{'0' if code[-1] != '0' else '1'}"
    page.get_by_role("textbox", name="核签码").fill(wrong)
    expect(page.get_by_text("有一位不对")).to_be_visible()
    page.get_by_role("textbox", name="核签码").fill(code.lower())
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="核签", exact=True).click()
    expect(page.get_by_text("已核签")).to_be_visible()


def symbol_shown(page: Page) -> bytes:
    """Return the picture of the code as it stands on the screen."""
    page.get_by_role("button", name="请搭档核签").click()
    symbol = page.get_by_role("img", name=re.compile("核签二维码"))
    expect(symbol).to_be_visible()
    return symbol.screenshot(animations="disabled")


def scans(page: Page) -> None:
    """Sign what the camera reads, after looking at what it is."""
    page.get_by_role("button", name="核签搭档的记录").click()
    dialog = page.get_by_role("dialog", name="核签搭档的记录")
    expect(dialog.get_by_text("王晓峰")).to_be_visible(timeout=SLOW_MS)
    expect(dialog.get_by_text(OUTLET)).to_be_visible()
    dialog.get_by_role("button", name="核签", exact=True).click()
    expect(page.get_by_text("已核签")).to_be_visible()


def shares(page: Page) -> list[tuple[str, int]]:
    page.evaluate(SHEET)
    page.get_by_role("button", name="分享到工作群").click()
    expect(page.get_by_role("img", name="带水印的照片")).to_be_visible()
    page.get_by_role("button", name="分享", exact=True).click()
    expect(page.get_by_text("已交给分享面板")).to_be_visible()
    page.keyboard.press("Escape")
    found: list[tuple[str, int]] = page.evaluate("window.shared")
    return found


def test_a_partner_signs_offline_and_the_desk_sees_both(
    server: Installation, device: MakeDevice, phone: Device, desk: Device
) -> None:
    writer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    writer.enrols(server.access["officer"])
    other = device("partner")
    partner = Officer(other.open(AT_SCHOOL_GATE), server.url)
    partner.enrols(server.access["second"])
    partner.goes("记录")
    partner.button("核签搭档的记录").wait_for()
    writer.goes("记录")
    writer.begins("校园周边", OUTLET)
    writer.takes_pictures(2)
    writer.finishes_pictures()
    for one in (phone, other):
        one.context.set_offline(True)
    writer.answers(("销售品类", "酒"))
    is_an_inspection(writer.page)
    writer.saves()
    code = code_shown(writer.page)
    ((text, files),) = shares(writer.page)
    assert OUTLET in text and "期限" in text and files == 1
    signs(partner.page, code)
    for one in (other, phone):
        one.context.set_offline(False)
    writer.sees_record("待审核", OUTLET, SENT)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(OUTLET)
    expect(reviewer.page.get_by_text("李雪").first).to_be_visible(timeout=30_000)
    record = reviewer.reads(reviewer.record_id())
    assert record["partner_standing"] == "signed"
    assert {"countersigned", "shared"} <= {step["type"] for step in record["history"]}
    writer.asks_for_news()
    writer.opens_record("待审核", OUTLET)
    writer.sees("搭档已核签")


def test_a_partner_signs_what_the_camera_reads_off_the_other_phone(
    server: Installation, device: MakeDevice, film: Path, phone: Device, tmp_path: Path
) -> None:
    seen = Path(shutil.copy(film, tmp_path / "seen.mjpeg"))
    other = device("partner", camera=seen)
    writer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    writer.enrols(server.access["officer"])
    partner = Officer(other.open(AT_SCHOOL_GATE), server.url)
    partner.enrols(server.access["second"])
    partner.goes("记录")
    assert partner.page.evaluate("'BarcodeDetector' in window") is False
    writer.begins("校园周边", OUTLET)
    writer.takes_pictures(2)
    writer.finishes_pictures()
    for one in (phone, other):
        one.context.set_offline(True)
    writer.answers(("销售品类", "酒"))
    is_an_inspection(writer.page)
    writer.saves()
    write_sight_of(seen, symbol_shown(writer.page))
    scans(partner.page)
    other.picture("scanned")
    for one in (other, phone):
        one.context.set_offline(False)
    writer.page.keyboard.press("Escape")
    writer.sees_record("待审核", OUTLET, SENT)
    partner.page.keyboard.press("Escape")
    partner.asks_for_news()
    writer.asks_for_news()
    writer.opens_record("待审核", OUTLET)
    writer.sees("搭档已核签")
