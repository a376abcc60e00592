"""The laboratory with a real Chromium: each kind of fault once, and nothing is lost, doubled or altered."""

from collections.abc import Iterator

import pytest

from tests.faults.browser_lane import BrowserLane
from tests.faults.browser_schedules import kind_of

# What only a browser shows; the headless lane has the rest of what a line does, and many of each.
SEEDS = range(17)


@pytest.fixture(scope="module")
def lane() -> Iterator[BrowserLane]:
    made = BrowserLane()
    yield made
    made.close()


@pytest.mark.e2e
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"seed {seed} {kind_of(seed)}")
def test_what_the_screen_said_is_true_whatever_goes_wrong(lane: BrowserLane, seed: int) -> None:
    outcome = lane.run(seed)
    story = "\n".join(outcome.steps)
    assert not outcome.findings, f"{[str(each) for each in outcome.findings]}\n{story}"
    assert outcome.counts, f"the fault of this schedule did not happen\n{story}"
