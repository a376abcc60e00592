"""Attacks readers with many inputs: `python -m tests.hostile.fuzz --target pictures --runs 1000000`.

With `atheris` installed (the extra `fuzz`) the inputs follow the code they reach; `--plain`, or a machine
without it, spoils good inputs by chance. An input that breaks something is written to a file named on screen.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import resource
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

MEMORY = 3 << 30
LONGEST_INPUT = 1 << 16
SLOW_S = 20.0


def main(words: list[str] | None = None) -> int:
    """Run and print inputs, seconds and what broke; 1 when something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", default="all", help="a reader, or all of them one after the other")
    parser.add_argument("--runs", type=int, default=100_000, help="inputs for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="no coverage feedback")
    told = parser.parse_args(words)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    atheris = None if told.plain else _atheris()
    if atheris and told.target != "all":
        with atheris.instrument_imports(include=["server", "schemas", "PIL", "openpyxl", "yaml"]):
            targets = _targets(told.target)
        return _guided(atheris, told.target, targets[told.target], told)
    broken = 0
    for name, target in _targets(told.target).items():
        broken += _by_chance(name, target, told)
    return 1 if broken else 0


def _atheris() -> Any:
    with suppress(ImportError):
        return importlib.import_module("atheris")
    return None


def _targets(wanted: str) -> dict[str, Any]:
    readers: dict[str, Any] = importlib.import_module("tests.hostile.readers").TARGETS
    if wanted in readers:
        return {wanted: readers[wanted]}
    answers: dict[str, Any] = importlib.import_module("tests.hostile.answers").TARGETS
    every = readers | answers
    return every if wanted == "all" else {wanted: every[wanted]}


def _by_chance(name: str, target: Any, told: argparse.Namespace) -> int:
    from tests.hostile.spoiling import spoiled

    broken: dict[str, bytes] = {}
    began, slowest = time.process_time(), 0.0
    inputs: Iterator[bytes] = spoiled(list(target.seeds()), told.seed, told.runs)
    for data in inputs:
        at = time.process_time()
        try:
            target.run(data)
        except Exception as error:  # noqa: BLE001 - whatever escapes is what we look for
            broken.setdefault(_named(error), data)
        slowest = max(slowest, time.process_time() - at)
    target.after()
    seconds = time.process_time() - began
    print(f"{name}: {told.runs} inputs, {seconds:.0f} s of CPU, slowest {slowest:.2f} s, {len(broken)} finds")
    for what, data in broken.items():
        print(f"  {what}  -> {_kept(name, data)}")
    return len(broken)


def _named(error: Exception) -> str:
    """Name a find by its kind and place, so that a thousand inputs that meet the same fault count once."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"


def _kept(name: str, data: bytes) -> Path:
    path = Path(mkdtemp(prefix="fuzz-")) / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def _guided(atheris: Any, name: str, target: Any, told: argparse.Namespace) -> int:
    folder = Path(mkdtemp(prefix=f"fuzz-{name}-"))
    for number, data in enumerate(target.seeds()):
        (folder / f"seed-{number}").write_bytes(data)
    options: Sequence[str] = (
        f"-runs={told.runs}", f"-seed={told.seed}", f"-max_len={LONGEST_INPUT}", f"-timeout={SLOW_S:.0f}",
        "-rss_limit_mb=3000", f"-artifact_prefix={folder}/broken-", "-print_final_stats=1", str(folder),
    )  # fmt: skip
    print(f"{name}: corpus and finds in {folder}", flush=True)
    atheris.Setup([sys.argv[0], *options], target.run)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
