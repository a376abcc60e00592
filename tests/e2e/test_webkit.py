"""The journey in WebKitGTK, as a stand-in for Safari: another engine, another store, another camera."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser import ensure_webkit
from tests.support.field_app import PIN
from tests.support.installation import AT_SCHOOL_GATE, Access, Installation
from tests.support.webkit import WebKit

SLOW_S = 60
LEASH = "遛犬不牵绳"
BURST = 5
CONTROLLED = "return navigator.serviceWorker.controller !== null;"
# What kinds of value the store of pictures holds, and what the phone says of each picture.
HELD = """const done = arguments[0];
const opening = indexedDB.open("xunzheng");
opening.onsuccess = () => {
  const db = opening.result;
  const reading = db.transaction(["bytes", "blobs"]);
  const rows = reading.objectStore("bytes").getAll();
  const told = reading.objectStore("blobs").getAll();
  reading.oncomplete = () => {
    db.close();
    const values = rows.result.flatMap((row) => Object.values(row)).filter((one) => typeof one === "object");
    done({
      kinds: [...new Set(values.map((one) => one.constructor.name))],
      pictures: told.result
        .filter((row) => row.role === "picture")
        .map((row) => [row.sha256, row.bytes, row.receipt_at !== null]),
    });
  };
};"""


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    problem = ensure_webkit()
    assert problem is None, problem
    phone = WebKit()
    yield phone
    phone.close()


def enrols(phone: WebKit, access: Access) -> None:
    phone.taps("开始")
    phone.writes("用户名", access.username)
    phone.writes("密码", access.password)
    phone.taps("登录")
    types_pin(phone, "设置解锁码")
    types_pin(phone, "请再输入一次")
    phone.writes("登记码", access.code)
    phone.taps("登记")
    for _ in range(3):
        phone.taps("允许")
        if phone.offers("继续"):
            phone.taps("继续")
    phone.sees("巡查事项")


def types_pin(phone: WebKit, words: str) -> None:
    phone.sees(words)
    for digit in PIN:
        phone.taps(digit)


def held(phone: WebKit) -> Any:
    return phone.driver.asks(HELD)


def test_webkit_runs_the_journey_from_enrolment_to_receipt(server: Installation, webkit: WebKit) -> None:
    phone = webkit
    phone.opens(f"{server.url}/", AT_SCHOOL_GATE)
    enrols(phone, server.access["officer"])
    assert phone.driver.runs(CONTROLLED)

    server.stop()
    phone.taps(LEASH)
    phone.taps("连拍")
    phone.counts(".strip button", BURST)
    phone.picture("webkit-capture")
    phone.taps("完成")
    phone.taps("未系犬绳")
    phone.taps("劝导教育")
    phone.taps("保存")
    phone.sees("已存本机")
    kept = held(phone)
    assert kept["kinds"] == ["Uint8Array"]
    assert len(kept["pictures"]) == BURST

    phone.starts_again(AT_SCHOOL_GATE)
    types_pin(phone, "5 张照片未送达")
    phone.taps("回到今日")
    phone.taps("记录")
    phone.sees("仅在本机")
    phone.picture("webkit-records")
    server.start()
    phone.taps("今日")
    phone.sees("全部送达", SLOW_S)
    for sha256, size, _ in kept["pictures"]:
        stored = server.blob(sha256)
        assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (sha256, size)
        assert re.match(rb"\xff\xd8\xff", stored)
    assert all(receipt for _, _, receipt in held(phone)["pictures"])
