"""How long machines run: bounded in every test run, as long as wanted by hand (README.md)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

# PostgreSQL makes a database for each example, which costs more than the example.
SHARE = {"sqlite": 1.0, "postgresql": 0.25}


def profile(examples: int, steps: int, database: str = "sqlite") -> settings:
    """Give a machine's settings; MODEL_EXAMPLES and MODEL_STEPS in the environment replace its bounds."""
    wanted = int(os.environ.get("MODEL_EXAMPLES") or examples)
    return settings(
        max_examples=max(3, int(wanted * SHARE[database])),
        stateful_step_count=int(os.environ.get("MODEL_STEPS") or steps),
        deadline=None,
        print_blob=True,
        # No `explain`: it traces every line, and a step of a machine runs thousands.
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def run(machine: Callable[[], RuleBasedStateMachine], bounds: settings) -> None:
    """Drive a machine through random steps; a failure is shrunk and printed as a program."""
    run_state_machine_as_test(machine, settings=bounds)


def is_failing() -> bool:
    """Say, in a machine's teardown, whether a step failed already: then there is nothing more to find out."""
    return sys.exc_info()[0] is not None
