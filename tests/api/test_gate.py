"""Who works when: phones take turns, and screens go first."""

import threading
import time
from collections import Counter

import pytest

from server.api.gate import Gate, Screen, Turn


@pytest.fixture
def clock():
    return [1000.0]


@pytest.fixture
def gate(clock):
    return Gate(2, lambda: clock[0])


class Phone:
    """A phone in a thread of its own; `log` says in which order phones came to work."""

    def __init__(self, gate, name, log):
        self.turn, self.name, self.log = Turn(gate), name, log
        self.thread = threading.Thread(target=self._come, daemon=True)
        before = len(gate._line) + gate._working
        self.thread.start()
        in_the_end(lambda: len(gate._line) + gate._working > before)

    def _come(self):
        self.turn.begin()
        self.log.append(self.name)


def in_the_end(is_so):
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def come(gate, names):
    """Let phones come one after the other; gives them, and who is at work."""
    log = []
    return [Phone(gate, name, log) for name in names], log


def test_so_many_phones_work_at_a_time_and_the_others_in_the_order_they_came(gate):
    phones, at_work = come(gate, "abcd")
    assert at_work == ["a", "b"]
    phones[0].turn.end()
    in_the_end(lambda: at_work == ["a", "b", "c"])
    phones[1].turn.end()
    in_the_end(lambda: at_work == ["a", "b", "c", "d"])


def test_a_phone_whose_bytes_do_not_come_keeps_nobody_from_working(gate):
    phones, at_work = come(gate, "abc")
    phones[0].turn.pause()
    in_the_end(lambda: at_work == ["a", "b", "c"])


def test_a_phone_whose_bytes_have_come_goes_before_newcomers(gate):
    phones, at_work = come(gate, "abcd")
    phones[0].turn.pause()
    in_the_end(lambda: "c" in at_work)
    back = threading.Thread(target=lambda: (phones[0].turn.resume(), at_work.append("a again")), daemon=True)
    back.start()
    in_the_end(lambda: len(gate._line) == 2)
    phones[1].turn.end()
    in_the_end(lambda: at_work == ["a", "b", "c", "a again"])


def test_phones_go_on_one_at_a_time_while_a_screen_is_answered(gate):
    screen = Screen(gate)
    screen.begin()
    phones, at_work = come(gate, "abc")
    assert at_work == ["a"]
    phones[0].turn.end()
    in_the_end(lambda: at_work == ["a", "b"])
    screen.end()
    in_the_end(lambda: at_work == ["a", "b", "c"])


@pytest.mark.parametrize("why", ["it takes long", "its own bytes do not come"])
def test_a_screen_holds_phones_back_for_a_moment_only(gate, clock, why):
    screen = Screen(gate)
    screen.begin()
    if why == "it takes long":
        clock[0] += 10
    else:
        screen.pause()
    assert come(gate, "ab")[1] == ["a", "b"]


def test_nobody_is_forgotten_however_they_come_and_go():
    gate, done, most = Gate(3), Counter(), []

    def work(name):
        for number in range(50):
            turn = (Screen if name == 0 else Turn)(gate)
            turn.begin()
            if number % 3 == 0:
                turn.pause()
                turn.resume()
            most.append(gate._working)
            turn.end()
            done[name] += 1

    threads = [threading.Thread(target=work, args=(name,), daemon=True) for name in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert done == dict.fromkeys(range(20), 50)
    assert max(most) <= 3 and gate._working == 0 and not gate._line
