"""Inside WeChat, which clears its stores, the app only leads to the phone's own browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.chromium import Device, Screen
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

WECHAT = Screen(
    390, 844, touch=True,
    agent="Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile MicroMessenger/8.0.50",
)  # fmt: skip
COUNT_CAMERA_USES = """
    window.cameraUses = 0;
    navigator.mediaDevices.getUserMedia = () => { window.cameraUses += 1; return Promise.reject(); };
"""


@pytest.mark.parametrize(
    "path", ["/#/enrol?code=ABCD-EFGH", "/#/", "/#/capture/0199", "/#/form/0199", "/#/me"]
)
def test_every_address_is_only_handed_over(
    server: Installation, device: Callable[..., Device], path: str
) -> None:
    page = device("wechat", WECHAT).open(AT_SCHOOL_GATE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(COUNT_CAMERA_USES)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    address = f"{server.url}{path}"
    page.goto(address)

    visitor = Officer(page, server.url)
    visitor.sees("请用手机浏览器打开")
    visitor.sees(address)
    expect(page.get_by_role("button")).to_have_count(1)
    expect(page.locator("input, video, a, nav")).to_have_count(0)
    visitor.button("复制地址").click()
    visitor.sees("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.evaluate("window.cameraUses") == 0
    assert [one for one in asked if one.startswith("POST")] == []
