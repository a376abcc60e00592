"""A face is hidden on the phone before anybody sees it; its original opens at the desk with a reason."""

import io
import re

from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
FROM, TO = (0.2, 0.2), (0.6, 0.6)


def opens_the_paper(page: Page) -> None:
    """Open the newest picture to be marked."""
    page.locator(".strip").get_by_role("button").last.click()
    page.get_by_role("button", name=re.compile("遮挡或标注")).click()
    expect(page.locator(".markup .paper")).to_be_visible()


def draws(page: Page, to: tuple[float, float] = TO) -> None:
    """Drag over a part of the picture, as a finger does."""
    box = page.locator(".markup .paper").bounding_box()
    assert box
    page.mouse.move(box["x"] + FROM[0] * box["width"], box["y"] + FROM[1] * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + to[0] * box["width"], box["y"] + to[1] * box["height"], steps=4)
    page.mouse.up()


def hides(page: Page) -> None:
    opens_the_paper(page)
    draws(page)
    uses(page)


def uses(page: Page) -> None:
    page.get_by_role("button", name="用这张").click()
    expect(page.locator(".markup")).to_have_count(0)
    expect(page.locator(".strip")).to_contain_text("已遮挡")


def block_sides(data: bytes) -> int:
    """Count the colours along a line through the hidden part: a handful of blocks, not a face."""
    image = Image.open(io.BytesIO(data)).convert("L")
    row = round(image.height * 0.4)
    line = [image.getpixel((x, row)) for x in range(round(image.width * 0.25), round(image.width * 0.55))]
    steps = (abs(int(a) - int(b)) for a, b in zip(line[1:], line, strict=False))  # type: ignore[arg-type]
    return sum(step > 6 for step in steps)


def test_what_is_hidden_stays_hidden_until_somebody_says_why(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    hides(officer.page)
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(FOULING)
    record = reviewer.record_id()
    expect(reviewer.page.get_by_text("已遮挡 · 原图封存")).to_be_visible()
    photo = reviewer.reads(record)["photos"][0]
    address = f"{server.url}/api/records/{record}/photos/{photo['sha256']}"
    for rendition in ("preview", "thumb", "view", "watermarked"):
        shown = reviewer.page.request.get(f"{address}/{rendition}")
        assert shown.ok and block_sides(shown.body()) <= 12, rendition
    assert reviewer.page.request.get(f"{address}/original").status == 403

    reviewer.page.keyboard.press("o")
    confirm = reviewer.page.get_by_role("button", name="启封并留痕")
    expect(confirm).to_be_disabled()
    reviewer.page.get_by_role("button", name="核实是否构成问题").click()
    confirm.click()
    expect(reviewer.page.get_by_text("原图已启封 · 已留痕")).to_be_visible()
    steps = [step["type"] for step in reviewer.reads(record)["history"]]
    assert "evidence.opened" in steps
    reviewer.page.keyboard.press("o")
    expect(reviewer.page.get_by_text(re.compile("已遮挡 · 原图封存"))).to_be_visible()


def test_a_part_that_was_hidden_by_mistake_is_undone_or_made_smaller_but_not_shown_again(
    server: Installation, phone: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    page = officer.page
    use, undo = page.get_by_role("button", name="用这张"), page.get_by_role("button", name="撤销一步")
    opens_the_paper(page)
    draws(page)
    undo.click()
    expect(use).to_be_disabled()
    page.get_by_role("button", name="关闭").last.click()
    expect(page.locator(".strip")).not_to_contain_text("已遮挡")

    hides(page)
    opens_the_paper(page)
    undo.click()
    expect(page.get_by_text("遮过的照片要留一处遮挡")).to_be_visible()
    expect(use).to_be_disabled()
    page.get_by_role("button", name="箭头").click()
    draws(page)
    expect(use).to_be_disabled()
    page.get_by_role("button", name="遮挡", exact=True).click()
    draws(page, (0.3, 0.3))
    phone.picture("hidden-smaller")
    uses(page)
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)
