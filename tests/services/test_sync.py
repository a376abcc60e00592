"""Sync is log replication: what follows the chain is admitted, once, whatever it says."""

from server.services import sync
from server.services.sync import Batch
from tests.support.city import NOW


def send(city, phone, *entries, missing=(), now=NOW):
    return sync.accept(city, phone.kid, Batch(tuple(entries), frozenset(missing)), now)


def codes(result):
    return {flag.code for flag in result.flags}


def test_an_ordinary_record_is_admitted_and_shown(city, phone):
    shot = phone.shot(b"picture", NOW)
    outcome = send(city, phone, shot, phone.record(NOW))
    assert [each.state for each in outcome.results] == ["admitted", "admitted"]
    assert outcome.have.seq == 2
