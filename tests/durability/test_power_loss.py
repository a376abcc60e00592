"""What was acknowledged is there after the power went, at whatever moment it goes."""

import pytest

from tests.durability import planted
from tests.durability.power import missing, record

POINTS = 16


def broken_promises(recording, seed=1):
    for name, *crash in recording.crashes(recording.points(POINTS, seed), seed):
        if found := missing(*crash, recording.phones):
            yield name, found


def test_what_was_acknowledged_outlives_power_loss_at_any_moment(tmp_path):
    recording = record(tmp_path, rounds=5)
    assert len(recording.said) > 20
    assert list(broken_promises(recording)) == []


@pytest.mark.parametrize(
    "mistake", [planted.no_folder_sync, planted.no_picture_sync, planted.no_database_sync]
)
def test_a_sync_that_is_left_out_breaks_a_promise(tmp_path, mistake):
    recording = record(tmp_path, phones=1, rounds=4, app=f"{mistake.__module__}:{mistake.__name__}")
    assert any(broken_promises(recording))
