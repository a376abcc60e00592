"""Size budgets: a long file or function is asked what its two jobs are. Complexity is ruff's (C901)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE_LINES = 250
MAX_FUNCTION_LINES = 40
MAX_ARGUMENTS = 5
# Written by schemas/contract.py, read by nobody from top to bottom.
GENERATED = {"pwa/src/core/contract.ts"}
PYTHON_FOLDERS = ("server", "schemas", "tests/support", "tests/faults")
TS_ARROW = re.compile(
    r"^(?P<indent>\s*)(?:export )?(?:async )?(?:function\b|(?:const|let) \w+ = (?:async )?\(?.*=>\s*\{\s*$)"
)


def python_files() -> list[Path]:
    return sorted(path for folder in PYTHON_FOLDERS for path in (ROOT / folder).rglob("*.py"))


def typescript_files() -> list[Path]:
    written = {ROOT / name for name in GENERATED}
    found = (path for path in (ROOT / "pwa/src").rglob("*") if path.suffix in {".ts", ".tsx", ".css"})
    return sorted(path for path in found if path not in written)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def typescript_functions(path: Path) -> Iterator[tuple[int, int]]:
    """Yield (line, length) of each function; the formatter puts its closing brace at its own indent."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for start, line in enumerate(lines):
        opening = TS_ARROW.match(line)
        if not opening:
            continue
        closing = opening["indent"] + "}"
        for end in range(start + 1, len(lines)):
            if lines[end].startswith(closing) and lines[end].rstrip(";,)") == closing:
                yield start + 1, end - start + 1
                break


def argument_count(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    every = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(1 for argument in every if argument.arg not in {"self", "cls"})


@pytest.mark.parametrize("path", python_files() + typescript_files(), ids=named)
def test_file_is_within_its_budget(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_python_functions_are_within_their_budget(path: Path) -> None:
    too_long = [
        f"{f.name} has {f.end_lineno - f.lineno + 1} lines"
        for f in functions(path)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > MAX_FUNCTION_LINES
    ]
    too_wide = [
        f"{f.name} takes {argument_count(f)}" for f in functions(path) if argument_count(f) > MAX_ARGUMENTS
    ]
    assert not too_long + too_wide


@pytest.mark.parametrize("path", [p for p in typescript_files() if p.suffix != ".css"], ids=named)
def test_typescript_functions_are_within_their_budget(path: Path) -> None:
    assert not [f"line {line}: {n} lines" for line, n in typescript_functions(path) if n > MAX_FUNCTION_LINES]
