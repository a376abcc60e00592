"""The schedules of the browser lane: what an officer does in a real Chromium, and what goes wrong."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from random import Random

from tests.faults.browser_world import API, World
from tests.support.faulty_proxy import Fault, Forward, Request
from tests.support.field_app import PIN, Officer
from tests.support.line_faults import (
    captive,
    cut_answer,
    cut_request,
    duplicate,
    lost_answer,
    refused,
    slow,
    status,
)

SAVING = (
    "put bytes", "put blobs", "put entries", "put chains", "put drafts", "put records",
    "committed blobs,bytes,chains,drafts,entries", "committed chains,drafts,entries,records",
    "committed drafts",
)  # fmt: skip
SENDING = (
    "asking journal", "answered journal", "asking evidence", "answered evidence", "asking receipts",
    "answered receipts", "answered device/token", "committed blobs,entries", "put plain",
)  # fmt: skip
POSTS = r"^(POST|PATCH) /api/(journal|evidence|receipts|device/token)"
DAY_MS = 86_400_000
_KILL_S = 30
LOOK = "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => null)"


def _struck(how: str, labels: tuple[str, ...]) -> Callable[[World], None]:
    def schedule(world: World) -> None:
        phone, rng = world.phone, world.rng
        most = 2 if labels is SAVING else 3
        phone.arm(rng.choice(labels), rng.randint(1, most), how)
        phone.records(rng.randint(1, 3))
        if not phone.fired[how]:
            phone.records(1)
            world.sends_until(phone.fired[how])

    return schedule


def _line(
    name: str, build: Callable[[Random], Fault], path: str = POSTS, times: int = 2
) -> Callable[[World], object]:
    return lambda world: world.spoils(name, path, build(world.rng), times)


def two_tabs(world: World) -> None:
    """Two windows of one phone write one chain; a draft is open in one of them only."""
    phone = world.phone
    first = phone.wake()
    phone.resumes_or_begins()
    phone.shoots()
    draft = first.page.url
    second = Officer(phone.device.context.new_page(), world.proxy.url)
    second.page.goto(draft)
    second.unlocks()
    second.sees("这份草稿正在另一个窗口里打开")
    phone.fired["two tabs"] += 1
    phone.takes(second)
    phone.begins_another()
    phone.takes(first)
    phone.shoots()
    first.page.close()
    phone.takes(second)
    second.page.goto(draft)
    phone.records(2)


def app_updated(world: World) -> None:
    """A new build arrives while a draft is open; it waits, and is taken over after the draft is saved."""
    phone = world.phone
    officer = phone.wake()
    phone.resumes_or_begins()
    phone.shoots()
    world.publishes(world.newer)
    officer.page.evaluate(LOOK)
    phone.records(world.rng.randint(1, 2))
    officer = phone.wake()
    officer.goes("我的")
    if world.rng.random() < 0.5:
        phone.arm("answered journal", 1, "kill browser")
    with officer.page.expect_navigation():
        officer.button("现在更新").click()
    phone.fired["app updated in the middle"] += 1
    phone.records(1)


def other_officer(world: World) -> None:
    """Another officer enrols on a phone whose first officer has unsent work."""
    phone = world.phone
    trap = world.proxy.arm(r"^POST /api/(journal|evidence)", refused, times=-1)
    phone.records(1)
    world.locks()
    officer = phone.officer
    officer.button("登记另一位巡查员").click()
    officer.registers(world.server.access["second"])
    phone.fired["another officer signs in"] += 1
    phone.records(1)
    trap.left = 0


def device_revoked(world: World) -> None:
    """A device is revoked while it holds unsent work: all of it still arrives, then the phone is empty."""
    world.cut_off()
    world.phone.records(world.rng.randint(1, 2))
    world.server.command("revoke", "officer", "--reason", "lost")
    world.phone.fired["device revoked"] += 1


def code_locked(world: World) -> None:
    """The app is locked over unsent work, and the code is typed wrong before it is typed right."""
    world.cut_off()
    world.phone.records(1)
    world.locks()
    for _ in range(world.rng.randint(1, 2)):
        world.phone.officer.types_pin("000000" if PIN != "000000" else "111111")
        world.phone.officer.sees("解锁码不对")
    world.phone.fired["unlock code locked"] += 1
    world.proxy.disarm()


def clock_jumps(world: World) -> None:
    """The phone's clock is set by days or years between two records."""
    phone = world.phone
    phone.records(1)
    phone.wake().page.evaluate(
        "ms => lab.moveClock(ms)", world.rng.choice((-1, 1)) * world.rng.choice((1, 40, 4000)) * DAY_MS
    )
    phone.fired["clock jumps"] += 1
    phone.records(1)


def offline(world: World) -> None:
    """The browser has no network at all."""
    phone = world.phone
    phone.wake()
    phone.device.context.set_offline(True)
    phone.fired["offline"] += 1
    phone.records(world.rng.randint(1, 2))
    if world.rng.random() < 0.5:
        phone.device.kill()
        phone.wake()


def tls_error(world: World) -> None:
    """Somebody else's certificate stands between phone and server."""
    phone, own = world.phone, world.proxy.tls
    phone.wake()
    world.proxy.tls = world.foreign
    phone.records(1)
    # The app showed that it is cut off: the foreign certificate was met.
    phone.officer.sees(re.compile("离线|连不上"))
    phone.fired["TLS error"] += 1
    world.proxy.tls = own


def server_killed(world: World) -> None:
    """The server dies before or after it did what it was asked, and comes back."""

    ended = threading.Event()

    def killed(request: Request, forward: Forward) -> bytes:
        if world.rng.random() < 0.5:
            forward(request.raw)
        world.server.kill()
        ended.set()
        return b""

    if world.spoils("server killed", POSTS, killed):
        # The line tells of the fault before it has done it.
        ended.wait(_KILL_S)
    if not world.server.is_running:
        world.server.start()


KINDS: dict[str, Callable[[World], object]] = {
    "tab killed while saving": _struck("kill tab", SAVING),
    "tab killed while sending": _struck("kill tab", SENDING),
    "browser killed while saving": _struck("kill browser", SAVING),
    "browser killed while sending": _struck("kill browser", SENDING),
    "storage quota hit": _struck("storage full", SAVING[:6]),
    "transaction aborted": _struck("abort", SAVING[:6]),
    "two tabs": two_tabs,
    "app updated in the middle": app_updated,
    "another officer signs in": other_officer,
    "device revoked": device_revoked,
    "unlock code locked": code_locked,
    "clock jumps": clock_jumps,
    "offline": offline,
    "captive portal": _line("captive portal", lambda _rng: captive, API, times=6),
    "TLS error": tls_error,
    "server killed": server_killed,
    "answer lost after commit": _line("answer lost after commit", lambda _rng: lost_answer),
    "request cut": _line("request cut", lambda rng: cut_request(rng.random())),
    "answer cut": _line("answer cut", lambda _rng: cut_answer),
    "request duplicated": _line("request duplicated", lambda _rng: duplicate),
    "answer 5xx or 4xx": _line(
        "answer 5xx or 4xx", lambda rng: status(rng.choice((413, 429, 500, 502, 503)), rng.choice((None, 1)))
    ),
    "slow": _line("slow", lambda rng: slow(rng.uniform(0.5, 3))),
}
STRIKES = {"tab": "kill tab", "browser": "kill browser", "storage": "storage full", "transaction": "abort"}


def kind_of(seed: int) -> str:
    """Give what the schedule of a seed is about: first every kind in turn, then any."""
    kinds = list(KINDS)
    return kinds[seed] if seed < len(kinds) else Random(f"kind {seed}").choice(kinds)
