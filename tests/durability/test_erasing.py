"""An erasure that was confirmed stays one over a power cut, and one that was cut short is never half told."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from server.config import load_config
from server.services import erasing, rebuilding, sync
from server.store.store import open_store
from tests.durability import strace_log
from tests.durability.disk_model import KILLED, STRICT, Disk, torn
from tests.durability.power import lay_down, snapshot
from tests.support import city as cast
from tests.support.real_server import ROOT
from tests.support.tracing import strace

MOMENTS = 8


@pytest.fixture(scope="module")
def erased(tmp_path_factory):
    """A traced `xunzheng erase` of one record: the disk before, the steps, and the entry."""
    place = tmp_path_factory.mktemp("erasing")
    data, now = place / "data", datetime.now(UTC)
    store = open_store(cast.make_config(data))
    cast.settle(store)
    phone = cast.enrol(store, now=now)
    entry = phone.record(now, note="words that must go")
    assert sync.accept(store, phone.kid, sync.Batch((entry,)), now).results[0].state == "admitted"
    store.close()
    before = snapshot(data)
    command = [
        sys.executable,
        "-m",
        "server.cli",
        "erase",
        phone.head,
        "--ground",
        "court order",
        "--data",
        str(data),
    ]
    subprocess.run(
        [strace(), *strace_log.OPTIONS, "-o", str(place / "trace"), *command],
        cwd=ROOT, env={**os.environ, "XUNZHENG_LANG": "en"}, check=True,
    )  # fmt: skip
    with (place / "trace").open(encoding="ascii") as lines:
        return before, strace_log.read(lines, data.resolve(), Disk(before)).steps, phone.head


def after_crash(erased, until, fate, folder):
    before, steps, _ = erased
    disk = Disk(before)
    for at, step in steps:
        if at <= until:
            disk.do(at, step)
    lay_down(disk.surviving(fate), folder)
    return open_store(load_config(folder, {}))


def words_of(store, entry):
    with store.read() as conn:
        return conn.exec_driver_sql("SELECT jws FROM leaves WHERE entry_hash = ?", (entry,)).scalar()


@pytest.mark.parametrize("way", ["strict", "torn"])
def test_a_confirmed_erasure_outlives_a_power_cut(erased, tmp_path, way):
    store = after_crash(erased, erased[1][-1][0], STRICT if way == "strict" else torn(5), tmp_path / "data")
    assert words_of(store, erased[2]) is None
    assert erased[2] in store.erasures.read()
    assert rebuilding.check(store) == []
    store.close()


@pytest.mark.parametrize("way", ["killed", "strict", "torn"])
def test_an_erasure_cut_short_is_in_the_list_before_the_words_are_gone(erased, tmp_path, way):
    _, steps, entry = erased
    told = set()
    moments = [*steps[:: max(1, len(steps) // MOMENTS)], steps[-1]]
    for number, (moment, _) in enumerate(moments):
        fate = {"killed": KILLED, "strict": STRICT, "torn": torn(moment)}[way]
        store = after_crash(erased, moment, fate, tmp_path / str(number))
        is_listed, is_gone = entry in store.erasures.read(), words_of(store, entry) is None
        assert is_listed or not is_gone
        found = [each.part for each in rebuilding.check(store)]
        assert found == (["erasure"] if is_listed and not is_gone else [])
        told.add((is_listed, is_gone))
        erasing.repeat(store, "operator", cast.NOW)
        assert rebuilding.check(store) == []
        store.close()
    assert {(False, False), (True, True)} <= told
