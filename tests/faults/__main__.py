"""`python -m tests.faults`: run schedules, print the table, exit 1 where a promise was broken."""

from __future__ import annotations

import argparse
import signal
import sys
import time

from tests.faults.catalogue import FAULTS
from tests.faults.lanes import BOTH, Order, outcomes
from tests.faults.outcome import Finding
from tests.faults.table import Table, failure_lines, finding_lines

_EVERY_S = 30


def main(words: list[str]) -> int:
    """Run what the command line asks for; 0 where nothing was lost, doubled, altered or left unproven."""
    asked = _parser().parse_args(words)
    # Told to end, it ends its lanes, and they their servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    return _hunt(asked) if asked.plants else _run(asked)


def _hunt(asked: argparse.Namespace) -> int:
    from tests.faults.hunting import Hunt, catches

    names = (asked.plant,) if asked.plant else ()
    missed = 0
    print(f"{'plant':<44} schedules  caught by")
    for catch in catches(Hunt(names, asked.seed, lanes=asked.lanes)):
        missed += catch.finding is None
        print(catch, flush=True)
    print(f"{missed} not caught")
    return 1 if missed else 0


def _run(asked: argparse.Namespace) -> int:
    order = Order(
        asked.schedules, asked.seed, asked.lane, asked.lanes, asked.only, asked.plant, asked.database
    )
    table, left, began, told = Table(), list[Finding](), time.monotonic(), time.monotonic()
    for word in outcomes(order):
        if isinstance(word, list):
            left += word
            continue
        table.add(word)
        if word.findings:
            print("\n".join(failure_lines(word)), flush=True)
        if time.monotonic() - told > _EVERY_S:
            told = time.monotonic()
            print(f"{table.total.ran} schedules in {told - began:.0f} s", flush=True)
    print("\n".join(table.lines(FAULTS)))
    print("\n".join(finding_lines(left)))
    print(f"{table.total.counted} schedules counted, {time.monotonic() - began:.0f} s")
    return 1 if table.failures or left else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--schedules", type=int, default=40, help="how many must count")
    parser.add_argument("--seed", type=int, default=1, help="of the first; with --schedules 1 it replays one")
    parser.add_argument("--lane", choices=("headless", "browser", "all"), default="headless")
    parser.add_argument("--lanes", type=int, default=2, help="processes side by side")
    parser.add_argument("--only", choices=sorted(FAULTS), help="one fault alone")
    parser.add_argument("--plant", help="run with a planted bug")
    parser.add_argument(
        "--plants", action="store_true", help="hunt every planted bug (or --plant's) until caught"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql", BOTH), default="sqlite")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
