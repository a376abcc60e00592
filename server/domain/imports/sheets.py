"""A table as it came from a file, and what can be wrong with it.

Readers of xlsx, csv, yaml and GeoJSON all end in a `Sheet`, so the rules
know nothing of file formats. Every fault names the sheet, the row as the
person sees it in their own program, the column by its heading, and what
would have been allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, str]
_WIDEST = 60


@dataclass(frozen=True)
class Row:
    """One line: `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """A cell that would be computed; what it shows on one machine is no fact."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a file out.

    `code` is stable; `allowed` says in `zh` and `en` what would be accepted;
    `value` is the offending text, shortened for display. Row 0 is the sheet
    as a whole.
    """

    sheet: str
    row: int
    column: str
    code: str
    allowed: Words
    value: str = ""


@dataclass(frozen=True)
class Sheet:
    """The lines of one sheet under their headings.

    `faults` are those the file format showed already (a line cut short).
    `open_ended` sheets may carry columns of their own (GeoJSON properties).
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    open_ended: bool = False


@dataclass(frozen=True)
class Notice:
    """Something worth a look that keeps nothing out."""

    sheet: str
    row: int
    code: str
    words: Words


@dataclass
class Findings:
    """What reading a file brought: clean rows with their origin, and remarks."""

    rows: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class BadCellError(Exception):
    """A cell that cannot be read; carries a code and what is allowed."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.allowed: Words = {"zh": zh, "en": en}


def shown(value: object) -> str:
    """Give `value` as one short printable line."""
    text = "" if value is None else str(value)
    line = "".join(ch if ch.isprintable() else "·" for ch in text)
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"
