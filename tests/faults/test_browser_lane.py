"""The laboratory with a real Chromium: each kind of fault once, and nothing is lost, doubled or altered."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.browser_lane import BrowserLane
from tests.faults.browser_schedules import kind_of
from tests.faults.outcome import Outcome

# What only a browser shows; the headless lane has the rest of what a line does, and many of each.
SEEDS = range(17)


Run = Callable[[int], Outcome]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    # In a thread of its own: another Playwright may live in this one.
    with ThreadPoolExecutor(1) as thread:
        lane = thread.submit(BrowserLane).result()
        yield lambda seed: thread.submit(lane.run, seed).result()
        thread.submit(lane.close).result()


@pytest.mark.e2e
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"seed {seed} {kind_of(seed)}")
def test_what_the_screen_said_is_true_whatever_goes_wrong(run: Run, seed: int) -> None:
    outcome = run(seed)
    story = "\n".join(outcome.steps)
    assert not outcome.findings, f"{[str(each) for each in outcome.findings]}\n{story}"
    assert outcome.counts, f"the fault of this schedule did not happen\n{story}"
