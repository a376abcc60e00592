"""The form of one answer by field type; the phone runs the same in pwa/src/core/answer_forms.ts.

Every check answers None for a good value, else a problem code: wrong_type, not_a_choice,
below_min, above_max, too_long, bad_phone, bad_plate, bad_datetime.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite
from sys import float_info
from typing import Any

from server.domain.asking import UNCLEAR
from server.domain.catalogue import Field

# What may be said of an answer, a count, or the result that they add up to.
ANSWER_PROBLEMS = (
    "required", "unknown_field", "unknown_counter", "wrong_type", "not_a_choice", "below_min", "above_max",
    "too_long", "bad_phone", "bad_plate", "bad_datetime",
    "contradicts", "sum_differs", "too_fast", "clock_differs",
)  # fmt: skip

# In UTF-16 units, as the phone counts: an entry holds 64 kB in all.
TEXT_MAX = 2000
# Beyond this a JSON number is no longer exact on the phone.
SAFE_INTEGER = 2**53 - 1
LARGEST_NUMBER = int(float_info.max)

_SEPARATORS = re.compile(r"[ \t\u00a0\u3000\-()（）·•.]")
_PHONE = re.compile(
    r"(\+?86)?(1[0-9]{10}|0[0-9]{2,3}[0-9]{7,8}|[2-9][0-9]{6,7}|[48]00[0-9]{7}|1[0-9]{4}|9[0-9]{4,7})"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(f"[{_PROVINCES}][A-Z][A-Z0-9]{{4,6}}[A-Z0-9挂学警港澳]?")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_FIRST_YEAR = 1900


def _bare(value: str) -> str:
    return _SEPARATORS.sub("", value).upper()


def _is_datetime(value: str) -> bool:
    if _DATETIME.fullmatch(value) is None:
        return False
    try:
        return date.fromisoformat(value[:10]).year >= _FIRST_YEAR
    except ValueError:
        return False


_TEXT_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "phone": (lambda value: _PHONE.fullmatch(_bare(value)) is not None, "bad_phone"),
    "plate": (lambda value: _PLATE.fullmatch(_bare(value)) is not None, "bad_plate"),
    "datetime": (_is_datetime, "bad_datetime"),
}


def _is_number(value: Any, *, whole: bool) -> bool:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        # The phone reads a larger number as infinite.
        return abs(value) <= (SAFE_INTEGER if whole else LARGEST_NUMBER)
    return isinstance(value, float) and isfinite(value) and not whole


def count_problem(value: Any) -> str | None:
    """Say what is wrong with one count: wrong_type, below_min; None for a whole number from 0."""
    if not _is_number(value, whole=True):
        return "wrong_type"
    return "below_min" if value < 0 else None


def _number_problem(field: Field, value: Any) -> str | None:
    if not _is_number(value, whole=field.type != "number"):
        return "wrong_type"
    least = 0 if field.type == "auto_distance" else field.minimum
    if least is not None and value < least:
        return "below_min"
    return "above_max" if field.maximum is not None and value > field.maximum else None


def _text_problem(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    if len(value.encode("utf-16-le", "surrogatepass")) // 2 > TEXT_MAX:
        return "too_long"
    form = _TEXT_FORMS.get(field.type)
    return form[1] if form and not form[0](value) else None


def _choice_problem(field: Field, value: Any, choices: Sequence[str]) -> str | None:
    chosen = value if field.type == "many" else [value]
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        return "wrong_type"
    is_known = all(one in choices for one in chosen) and len(set(chosen)) == len(chosen)
    return None if is_known else "not_a_choice"


def form_problem(field: Field, value: Any, choices: Sequence[str]) -> str | None:
    """Say what is wrong with one given answer; `choices` are the codes open now."""
    if field.unclear and value == UNCLEAR:
        return None
    if field.type in {"one", "many"}:
        return _choice_problem(field, value, choices)
    if field.type in {"int", "number", "auto_distance"}:
        return _number_problem(field, value)
    if field.type == "bool":
        return None if isinstance(value, bool) else "wrong_type"
    return _text_problem(field, value)
