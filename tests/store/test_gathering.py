"""Group commit: nobody waits for company, nobody is lost."""

import threading

import pytest

from server.store.gathering import Gathering


def put_all(gathering, write, count, began, still_waiting):
    """Put numbers from threads of their own, the others once the first has begun; wait until so many wait."""
    threads = [threading.Thread(target=gathering.put, args=(number, write)) for number in range(count)]
    threads[0].start()
    began.wait(5)
    for thread in threads[1:]:
        thread.start()
    while len(gathering._waiting) < still_waiting:
        pass
    return threads


def test_one_alone_is_written_at_once():
    written = []
    Gathering().put("a", lambda take: written.append(take()))
    assert written == [["a"]]


def test_those_who_come_meanwhile_share_the_next_write():
    gathering, written = Gathering(), []
    first_began, may_go_on = threading.Event(), threading.Event()

    def write(take):
        written.append(sorted(take()))
        if len(written) == 1:
            first_began.set()
            may_go_on.wait(5)

    threads = put_all(gathering, write, 6, first_began, still_waiting=5)
    may_go_on.set()
    for thread in threads:
        thread.join()
    assert written == [[0], [1, 2, 3, 4, 5]]


def test_a_failed_write_fails_for_all_it_carried_and_for_nobody_else():
    gathering, failed = Gathering(), []
    began, may_go_on = threading.Event(), threading.Event()

    def slow(take):
        take()
        began.set()
        may_go_on.wait(5)

    def broken(_take):
        raise OSError("disk full")

    def put(item):
        try:
            gathering.put(item, broken)
        except OSError:
            failed.append(item)

    first = threading.Thread(target=gathering.put, args=("first", slow))
    first.start()
    began.wait(5)
    others = [threading.Thread(target=put, args=(name,)) for name in ("a", "b")]
    for thread in others:
        thread.start()
    while len(gathering._waiting) < 2:
        pass
    may_go_on.set()
    for thread in (first, *others):
        thread.join()
    assert sorted(failed) == ["a", "b"]
    with pytest.raises(OSError, match="disk full"):
        gathering.put("c", broken)
    gathering.put("d", lambda take: take())


def test_who_comes_while_the_write_waits_for_its_turn_goes_along():
    gathering, written = Gathering(), []
    waits_for_its_turn, has_its_turn = threading.Event(), threading.Event()

    def write(take):
        waits_for_its_turn.set()
        has_its_turn.wait(5)
        written.append(sorted(take()))

    threads = put_all(gathering, write, 3, waits_for_its_turn, still_waiting=3)
    has_its_turn.set()
    for thread in threads:
        thread.join()
    assert written == [[0, 1, 2]]
