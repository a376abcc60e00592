"""One thread of a process thinks at a time, and who holds the ledger's lock goes first."""

import threading

import pytest

from server.store.hands import Hands


def in_a_thread(work):
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_one_thinks_at_a_time_and_who_waits_lets_the_next_one_think():
    hands, told = Hands(), []

    def other():
        with hands.busy():
            told.append("other")

    with hands.busy():
        thread = in_a_thread(other)
        thread.join(0.1)
        assert told == []
        with hands.waiting():
            thread.join(5)
        told.append("me again")
    assert told == ["other", "me again"]


def test_a_thread_that_thinks_may_ask_again():
    hands = Hands()
    with hands.busy(), hands.busy(), hands.busy(first=True):
        pass
    with hands.waiting(), hands.busy():
        pass


def test_who_holds_the_lock_goes_before_the_line():
    hands, told, standing = Hands(), [], []

    def one(name, *, first):
        with hands.busy(first=first):
            told.append(name)

    with hands.busy():
        standing += [in_a_thread(lambda n=n: one(f"line {n}", first=False)) for n in range(5)]
        for each in standing:
            each.join(0.05)
        urgent = in_a_thread(lambda: one("urgent", first=True))
        urgent.join(0.05)
    for each in [*standing, urgent]:
        each.join(5)
    assert told == ["urgent", *(f"line {n}" for n in range(5))]


def test_who_comes_back_from_the_commit_goes_before_the_line():
    hands, told, standing = Hands(), [], []

    def one(number):
        with hands.busy():
            standing[number].wait(5)
            told.append(number)

    standing += [threading.Event() for _ in range(3)]
    with hands.busy():
        with hands.waiting(first=True):
            threads = [in_a_thread(lambda n=n: one(n)) for n in range(3)]
            for each in threads:
                each.join(0.05)
            threading.Timer(0.1, standing[0].set).start()
        told.append("who was away")
        for each in standing:
            each.set()
    for each in threads:
        each.join(5)
    assert told == [0, "who was away", 1, 2]


def test_the_right_comes_back_when_thinking_fails():
    hands = Hands()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), hands.busy():
            raise ZeroDivisionError
    told = []
    thread = in_a_thread(lambda: told.append(hands.busy().__enter__()))
    thread.join(5)
    assert told == [None]
