"""Fields for words people type: bounded, and free of what no database can keep."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def words(longest: int, **options: Any) -> fields.String:
    """Describe text of at most `longest` characters; line breaks are fine."""
    return fields.String(validate=[validate.Length(max=longest), _without(_BROKEN)], **options)


def line(longest: int, **options: Any) -> fields.String:
    """Describe one line of at most `longest` characters without control characters."""
    shortest = 1 if options.get("required") else 0
    return fields.String(validate=[validate.Length(shortest, longest), _without(_CONTROL)], **options)


def _without(pattern: re.Pattern[str]) -> Any:
    def check(text: str) -> None:
        if pattern.search(text):
            raise ValidationError("Contains characters that cannot be kept.")

    return check
