"""What officers do: one function for each kind of step, which tells whether it worked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tests.faults.handset import Handset
from tests.faults.world import Day

Act = Callable[..., bool]


def _enrol(day: Day, handset: Handset) -> bool:
    day.world.phones.ask("phone.new", phone=handset.name, base=handset.base)
    return handset.enrol(day.officers.pop())


def _shoot(_day: Day, handset: Handset, **said: Any) -> bool:
    return handset.act("shoot", **said) is not None


def _record(_day: Day, handset: Handset, **said: Any) -> bool:
    made = handset.act("record", **said)
    if made:
        handset.records.append(made["id"])
        handset.shots[made["id"]] = made["shots"]
    return made is not None


def _correct(_day: Day, handset: Handset, **said: Any) -> bool:
    return bool(handset.records) and handset.act("correct", record=handset.records[-1], **said) is not None


def _draft(_day: Day, handset: Handset, seed: int) -> bool:
    return handset.act("draft", note=f"待补 {seed}") is not None


def _discard(_day: Day, handset: Handset, seed: int) -> bool:
    begun = handset.act("draft", note=f"作废 {seed}")
    shot = begun and handset.act("shoot", bytes=3000, seed=seed, draft=begun["draft"])
    if not begun or not shot:
        return False
    picked = {"sha256": shot["sha256"]} if seed % 2 else {}
    return handset.act("discard", draft=begun["draft"], **picked) is not None


def _withdraw(_day: Day, handset: Handset) -> bool:
    return bool(handset.records) and handset.act("withdraw", record=handset.records.pop()) is not None


def _share(_day: Day, handset: Handset, seed: int) -> bool:
    return bool(handset.records) and handset.act("share", record=handset.records[-1], seed=seed) is not None


def _mask(_day: Day, handset: Handset, seed: int) -> bool:
    """Mask a picture of the last record that has one."""
    for record in reversed(handset.records):
        for sha256 in handset.shots[record]:
            return handset.act("mask", record=record, sha256=sha256, seed=seed) is not None
    return False


def _pause(_day: Day, handset: Handset) -> bool:
    return handset.act("pause") is not None


def _sync(day: Day, handset: Handset) -> bool:
    said = handset.sync()
    day.told.append(f"  {said}")
    return said is not None


def _sync_all(day: Day, _handset: Handset) -> bool:
    """Let every phone send at the same moment: their batches meet in shared commits."""
    ready = [each for each in day.handsets.values() if each.tabs and each.ready()]
    threads = [threading.Thread(target=each.sync) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return True


def _kill_tab(_day: Day, handset: Handset) -> bool:
    handset.close_tabs()
    return True


def _lock(_day: Day, handset: Handset, wrong: int = 0) -> bool:
    if not handset.ready():
        return False
    tab = handset.tabs[-1]
    handset.ask("lock", tab=tab)
    for _ in range(wrong):
        handset.ask("unlock", tab=tab, kid=handset.vaults[-1].kid, pin="0000")
    return True


def _clock(_day: Day, handset: Handset, ms: int) -> bool:
    return handset.ask("clock.jump", ms=ms) is not None


def _second_tab(_day: Day, handset: Handset) -> bool:
    return handset.ready() and handset.unlock(handset.open_tab()) and handset.shoot_in_all()


def _update(_day: Day, handset: Handset) -> bool:
    handset.build = "next"
    handset.close_tabs()
    return handset.ready()


def _other_officer(day: Day, handset: Handset) -> bool:
    if not handset.ready() or not day.officers:
        return False
    handset.ask("lock", tab=handset.tabs[-1])
    return handset.enrol(day.officers.pop())


def _revoke(day: Day, handset: Handset) -> bool:
    if not handset.vaults:
        return False
    day.world.ground.revoke(handset.vaults[-1].kid)
    return True


ACTS: dict[str, Act] = {
    "enrol": _enrol, "shoot": _shoot, "record": _record, "correct": _correct, "draft": _draft,
    "discard": _discard, "withdraw": _withdraw, "share": _share, "mask": _mask, "pause": _pause,
    "sync": _sync, "sync all": _sync_all, "kill tab": _kill_tab, "lock": _lock,
    "clock": _clock, "second tab": _second_tab, "update": _update, "other officer": _other_officer,
    "revoke": _revoke,
}  # fmt: skip
