"""A first installation that is cut short anywhere: the next start goes on."""

import os
import re
import subprocess
import sys

import pytest

from server.cli.base import Failure
from server.cli.serving import _prepare
from server.config import load_config
from server.services import rebuilding
from server.services.setting_up import NewAdmin, first_admin
from server.store.store import open_store
from tests.durability import strace_log
from tests.durability.disk_model import KILLED, STRICT, Disk, Moved, Written, torn
from tests.durability.power import lay_down
from tests.support.city import NOW, PASSWORD
from tests.support.real_server import ROOT
from tests.support.tracing import strace

MOMENTS = 10


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A traced `xunzheng init` in a folder that was not there: its steps and what it printed."""
    place = tmp_path_factory.mktemp("install")
    (place / "disk").mkdir()
    command = [sys.executable, "-m", "server.cli", "init", "--origin", "xunzheng/tested"]
    done = subprocess.run(
        [strace(), *strace_log.OPTIONS, "-o", str(place / "trace"), *command, "--data",
         str(place / "disk" / "data")],
        cwd=ROOT, env={**os.environ, "XUNZHENG_LANG": "en"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with (place / "trace").open(encoding="ascii") as lines:
        trace = strace_log.read(lines, (place / "disk").resolve(), Disk({}))
    return trace.steps, done.stdout


def crash(steps, until, fate, folder):
    disk = Disk({})
    for at, step in steps:
        if at <= until:
            disk.do(at, step)
    folder.mkdir()
    lay_down(disk.surviving(fate), folder)
    return folder / "data"


def test_what_init_has_promised_outlives_a_power_cut(installed, tmp_path):
    steps, said = installed
    for way, fate in (("strict", STRICT), ("torn", torn(3))):
        data = crash(steps, steps[-1][0], fate, tmp_path / way)
        store = open_store(load_config(data, {}))
        assert store.origin == "xunzheng/tested"
        assert (data / "offline" / "recovery.json").is_file()
        token = re.search(r"token=(\S+)", said)[1]
        assert first_admin(store, token, NewAdmin("root", "Root", PASSWORD), NOW).may
        assert rebuilding.check(store) == []
        store.close()


def moments(steps):
    """Every rename, as there a file becomes what it is called, and some writes before and after."""
    renames = [at for at, step in steps if isinstance(step, Moved)]
    writes = [at for at, step in steps if isinstance(step, Written)]
    return sorted({*renames, *(at - 1 for at in renames), *writes[:: max(1, len(writes) // MOMENTS)]})


def next_start(data):
    """Start as `serve` does; give what it says when it will not."""
    try:
        _prepare(data, "http://127.0.0.1:1", demo=False)
    except Failure as told:
        return str(told)
    return None


@pytest.mark.parametrize("way", ["killed", "strict", "torn"])
def test_an_installation_cut_short_goes_on_at_the_next_start(installed, tmp_path, way):
    steps, _ = installed
    for number, moment in enumerate(moments(steps)):
        fate = {"killed": KILLED, "strict": STRICT, "torn": torn(moment)}[way]
        data = crash(steps, moment, fate, tmp_path / str(number))
        assert next_start(data) is None
        store = open_store(load_config(data, {}))
        assert rebuilding.check(store) == []
        store.close()
