"""The process beside the server."""

import os
import signal
import time

import psutil

from server.cli.companions import Companion


def work(folder):
    """Leave a mark and wait, as the worker does."""
    (folder / str(os.getpid())).touch()
    signal.pause()


def marks(folder, count):
    """The processes that have begun, once there are so many."""
    deadline = time.monotonic() + 30
    while len(found := sorted(int(each.name) for each in folder.iterdir())) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_server(tmp_path):
    with Companion(work, tmp_path):
        (first,) = marks(tmp_path, 1)
        os.kill(first, signal.SIGKILL)
        second = next(each for each in marks(tmp_path, 2) if each != first)
    assert not psutil.pid_exists(first) and not psutil.pid_exists(second)


def test_a_worker_ends_although_its_parent_would_not(tmp_path):
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with Companion(work, tmp_path):
            marks(tmp_path, 1)
            started = time.monotonic()
        assert time.monotonic() - started < 5, "it was asked to end, and did not have to be killed"
    finally:
        signal.signal(signal.SIGTERM, before)
