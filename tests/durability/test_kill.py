"""What was acknowledged is there after every process of the server was killed, on either database."""

import random
import threading
import time
from datetime import UTC, datetime
from http.client import HTTPException

import pytest

from tests.durability.power import Correspondent, broken
from tests.support import city as cast
from tests.support.real_server import RealServer


def send_until_cut(sender):
    try:
        sender.work(60)
    except (OSError, HTTPException):
        return


@pytest.mark.parametrize("seed", range(2))
def test_what_was_acknowledged_outlives_a_kill_at_any_moment(city, seed):
    phones = [cast.enrol(city, now=datetime.now(UTC)) for _ in range(3)]
    server = RealServer(city.config.data, None if city.config.is_sqlite else city.config.database_url)
    try:
        server.start()
        senders = [Correspondent(server.port, phone, seed) for phone in phones]
        at_once = [threading.Thread(target=send_until_cut, args=(sender,)) for sender in senders]
        for thread in at_once:
            thread.start()
        while sum(len(sender.said) for sender in senders) < 10:
            time.sleep(0.01)
        time.sleep(random.Random(seed).random() / 4)
    finally:
        server.kill()
    for thread in at_once:
        thread.join()
    said = [each for sender in senders for each in sender.said]
    assert len(said) >= 10
    assert broken(city, said, phones) == []
