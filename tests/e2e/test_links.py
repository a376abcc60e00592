"""Ways into the app from outside: links, the icon's shortcuts, pictures from another app, an update."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from server.config import REPOSITORY
from tests.support.field_app import SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE
from tests.support.site import Site

SEAMS = Path(__file__).with_name("comfort_seams.js")
MANIFEST = REPOSITORY / "pwa" / "public" / "manifest.webmanifest"
# What the system does when somebody shares to the installed app: it posts the form of the manifest.
SHARE = """async ([action, field, names]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const pen = canvas.getContext("2d");
    const files = new DataTransfer();
    for (const [n, name] of names.entries()) {
        for (let i = 0; i < 40; i += 1) {
            pen.fillStyle = `hsl(${(i * 37 + n * 90) % 360} 70% 50%)`;
            pen.fillRect((i % 8) * 80, Math.floor(i / 8) * 96, 80, 96);
        }
        const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
        const damaged = name.startsWith("damaged") ? new Blob(["no picture"]) : drawn;
        const type = name.endsWith(".txt") ? "text/plain" : "image/jpeg";
        files.items.add(new File([damaged], name, { type }));
    }
    const form = Object.assign(document.createElement("form"),
        { method: "post", action, enctype: "multipart/form-data" });
    const input = document.createElement("input");
    Object.assign(input, { type: "file", name: field, multiple: true });
    input.files = files.files;
    form.append(input);
    document.body.append(form);
    form.submit();
}"""
WAITING = """async () => {
    if (!(await caches.has("shared-pictures"))) return 0;
    return (await (await caches.open("shared-pictures")).keys()).length;
}"""


def comes_by(officer: Officer, address: str) -> None:
    """Open the app anew at an address, as from a message or from the icon, and unlock it."""
    officer.page.goto("about:blank")
    officer.page.goto(f"{officer.url}/{address}")
    officer.unlocks()


def shares(page: Page, *names: str) -> None:
    target = json.loads(MANIFEST.read_text(encoding="utf-8"))["share_target"]
    assert target["method"] == "POST"
    with page.expect_navigation():
        page.evaluate(SHARE, [target["action"], target["params"]["files"][0]["name"], names])


def opened(site: Site) -> Officer:
    """Unlock the enrolled phone; what the app asks of the browser is written down."""
    officer = Officer(site.device.open(AT_SCHOOL_GATE, SEAMS), site.proxy.url)
    officer.opens_app()
    officer.unlocks()
    officer.is_home()
    return officer


def test_links_and_shortcuts_lead_where_they_say_once_the_vault_is_open(site: Site) -> None:
    officer = opened(site)
    comes_by(officer, "#/place/school-1")
    officer.sees("下一条记录的点位:实验小学")
    comes_by(officer, "#/place/nowhere")
    officer.sees("这部手机上没有链接里的点位")
    comes_by(officer, "#/new")
    expect(officer.page).to_have_url(re.compile("#/capture/"))
    officer.takes_pictures(1)
    officer.page.go_back()
    officer.is_home()


def test_shared_photos_wait_for_the_vault_and_become_imports(site: Site) -> None:
    officer = opened(site)
    page = officer.page
    shares(page, "street.jpg", "damaged.jpg", "notes.txt", "other.jpg")
    officer.sees(re.compile("请解锁"))
    assert page.evaluate(WAITING) == 3
    officer.unlocks()
    officer.sees("从别的应用分享来 3 张照片")
    officer.button("新建记录").click()
    officer.sees("1 张打不开,没有放进去")
    officer.button("打开草稿").click()
    expect(page.get_by_text("已导入")).to_have_count(2)
    assert page.evaluate(WAITING) == 0
    shares(page, "unwanted.jpg")
    officer.unlocks()
    officer.button("不要了").click()
    expect(officer.button("不要了")).to_have_count(0)
    assert page.evaluate(WAITING) == 0


def test_the_icon_counts_what_is_unsent_and_says_nothing_else(site: Site) -> None:
    officer = opened(site)
    page = officer.page
    page.wait_for_function("() => badges.at(-1) === 0")
    site.server.stop()
    officer.begins("文明养犬", "遛犬不牵绳")
    officer.takes_pictures(1)
    page.locator(".shutters .primary").click()
    page.locator(".foot .primary").click()
    page.locator(".foot .primary").click()
    officer.sees("已存本机")
    page.wait_for_function("() => badges.at(-1) === 2")
    site.server.start()
    officer.asks_for_news()
    page.wait_for_function("() => badges.at(-1) === 0")


def test_an_update_says_once_what_it_brought(site: Site) -> None:
    officer = opened(site)
    page = officer.page
    note = page.get_by_role("heading", name="这一版有什么新东西")
    expect(note).to_have_count(0)
    page.evaluate("localStorage.setItem('xunzheng.news', '0.0.1')")
    page.reload()
    officer.unlocks()
    expect(note).to_be_visible(timeout=SLOW_MS)
    officer.button("知道了").click()
    expect(note).to_have_count(0)
    page.reload()
    officer.unlocks()
    officer.is_home()
    page.wait_for_timeout(500)
    expect(note).to_have_count(0)


def test_the_browser_is_asked_to_install_by_a_tap_only(site: Site) -> None:
    officer = opened(site)
    page = officer.page
    officer.goes("我的")
    page.get_by_role("link", name="添加到主屏幕").click()
    expect(page.locator(".steps li")).to_have_count(3)
    page.evaluate("offerInstall()")
    assert page.evaluate("window.installAsked ?? false") is False
    officer.button("添加到主屏幕").click()
    assert page.evaluate("window.installAsked") is True
    expect(officer.button("添加到主屏幕")).to_have_count(0)
