"""The pages of promises and of bad cases name tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
BAD_CASES = (ROOT / "docs" / "bad_cases.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:[\w./-]+)\.(?:py|ts))(?:::(\w+))?`")
FOLDERS = (ROOT, ROOT / "tests")


@pytest.mark.parametrize(("path", "test"), sorted(set(NAMED.findall(PAGE + BAD_CASES))))
def test_what_holds_a_promise_is_there(path: str, test: str) -> None:
    files = [folder / path for folder in FOLDERS if (folder / path).is_file()]
    assert files
    assert not test or f"def {test}(" in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(1, 21))
def test_every_promise_has_its_row(number: int) -> None:
    assert PAGE.count(f"| **R{number}** ") == 1
