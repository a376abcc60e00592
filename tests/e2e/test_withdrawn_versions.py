"""Going on with an old version and going back to one: no phone stays behind, and none with a bad version."""

import re

from playwright.sync_api import Error, expect

from tests.support.builds import RUNNING, Change
from tests.support.field_app import SENT, Officer
from tests.support.line_faults import status
from tests.support.site import LAST, LOCKED, NEW, NEXT, OLD, Site, look, takes_over

# The next version of the store has one more kind of row.
NEW_STORE = (
    Change(r"(=`xunzheng`,\w+=)1\b", r"\g<1>2"),
    Change(r"upgrade:e=>", "upgrade:(e,before)=>before?e.createObjectStore('later'):"),
)
FOULING = "宠物便溺未清理"
# A window that sleeps: it holds the store and hears nothing.
HOLD = """() => new Promise((done) => {
    indexedDB.open("xunzheng").onsuccess = (event) => done(void (globalThis.held = event.target.result));
})"""


def test_a_version_taken_back_before_it_was_taken_over_leaves_the_old_one_whole(site: Site) -> None:
    site.now_serves(NEW)
    officer = site.opens()
    assert look(officer)["waiting"]
    site.now_serves(OLD)
    site.proxy.arm(r"^GET /(assets|icons)/", status(503), times=-1)
    look(officer)
    site.starts_offline(officer, OLD)


def test_a_bad_version_is_withdrawn_by_serving_the_one_before(site: Site) -> None:
    site.now_serves(NEW)
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == NEW

    site.now_serves(OLD)
    look(officer)
    takes_over(officer)
    site.starts_offline(officer, OLD)
    assert officer.page.evaluate("caches.keys()") == [f"xunzheng-{OLD}"]


def test_a_phone_three_versions_behind_goes_on_reading_and_sending(site: Site) -> None:
    officer = site.opens()
    officer.unlocks()
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    for version in (NEW, NEXT, LAST):
        site.now_serves(version)
        assert look(officer)["waiting"]
    officer.finishes_pictures()
    officer.saves()
    officer.page.reload()
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == OLD
    officer.sees_record("待审核", FOULING, SENT)
    officer.asks_for_news()

    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate(RUNNING) == LAST
    assert officer.page.evaluate("caches.keys()") == [f"xunzheng-{LAST}"]
    officer.sees_record("待审核", FOULING, SENT)


def test_a_withdrawn_version_that_changed_the_store_leaves_it_readable(site: Site) -> None:
    site.now_serves(NEW, *NEW_STORE)
    officer = site.opens()
    officer.unlocks()
    behind = Officer(site.device.context.new_page(), site.proxy.url)
    behind.opens_app()
    behind.sees(LOCKED)
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    behind.unlocks()
    for one in (officer, behind):
        assert one.page.evaluate(RUNNING) == NEW
    behind.page.close()

    site.now_serves(OLD)
    assert look(officer)["waiting"]
    takes_over(officer)
    officer.unlocks()
    assert officer.page.evaluate("indexedDB.databases().then(([one]) => one.version)") == 2
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)


def test_a_newer_version_waits_for_a_window_that_holds_the_store(site: Site) -> None:
    site.now_serves(NEW, *NEW_STORE)
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    holder = site.device.context.new_page()
    holder.goto(f"{site.proxy.url}/manifest.webmanifest")
    holder.evaluate(HOLD)
    takes_over(officer)
    officer.sees("正在打开本机记录")
    holder.close()
    officer.unlocks()


def test_a_version_that_does_not_even_start_gives_way_unasked(site: Site) -> None:
    site.now_serves(NEW, Change("^", "throw new Error('a mistake');", "field-"))
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    takes_over(officer)
    expect(officer.page.get_by_text("请解锁")).to_have_count(0)

    site.now_serves(OLD)
    officer.page.reload()
    officer.unlocks()
    site.starts_offline(officer, OLD)
    site.device.errors.clear()


def test_a_version_whose_worker_answers_nothing_gives_way(site: Site) -> None:
    worker = site.now_serves(NEXT, Change("^", "/* */", "field-")) / "sw.js"
    text = worker.read_text(encoding="utf-8")
    worker.write_text(
        re.sub(r"\.respondWith\(\w+\)", ".respondWith(Promise.reject())", text), encoding="utf-8"
    )
    officer = site.opens()
    officer.unlocks()
    assert look(officer)["waiting"]
    officer.goes("我的")
    officer.button("现在更新").click()
    opens(officer, works=False)

    site.now_serves(OLD)
    opens(officer, works=True)
    officer.unlocks()
    site.starts_offline(officer, OLD)


def opens(officer: Officer, *, works: bool) -> None:
    """Open the app again and again, as an officer does, until it comes or until it does not."""
    for _ in range(12):
        try:
            officer.opens_app()
        except Error:
            came = False
        else:
            came = True
        if came == works:
            return
        # A browser looks for a new worker a second after the last page was asked for.
        officer.page.wait_for_timeout(2500)
    raise AssertionError("it stays as it is")
