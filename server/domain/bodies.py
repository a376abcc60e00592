"""The shapes of `shot` and `record` bodies: what our own phone writes, key by key.

A body of another shape is still admitted; its odd keys are named in a `malformed_body`
flag. Rules about content (ranges, choices, counts) are not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

Test = Callable[[Any], bool]

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_int(value: Any) -> TypeGuard[int]:
    # JSON true is a Python int too.
    return isinstance(value, int) and not isinstance(value, bool)


def is_count(value: Any) -> TypeGuard[int]:
    return is_int(value) and value >= 0


def is_sha256(value: Any) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def one_of(*allowed: str) -> Test:
    return lambda value: isinstance(value, str) and value in allowed


def maybe(test: Test) -> Test:
    return lambda value: value is None or test(value)


def list_of(test: Test) -> Test:
    return lambda value: isinstance(value, list) and all(test(one) for one in value)


def shaped(shape: Mapping[str, Test]) -> Test:
    return lambda value: isinstance(value, dict) and not shape_problems(value, shape)


def shape_problems(body: Mapping[str, Any], shape: Mapping[str, Test]) -> list[str]:
    """Name the keys that are absent or of another shape, in the order of the shape."""
    return [key for key, test in shape.items() if not test(body.get(key))]


_POINT: dict[str, Test] = {"lat": is_int, "lon": is_int}
_FIX: dict[str, Test] = {**_POINT, "acc_m": is_count, "alt_m": maybe(is_int), "age_ms": is_count}
_POSITION: dict[str, Test] = {**_FIX, "nudged": maybe(shaped(_POINT)), "why": maybe(is_text)}
_GEO: dict[str, Test] = {
    "rule": is_text,
    "place": is_text,
    "method": is_text,
    "distance_m": is_count,
    "error_m": is_count,
    "verdict": one_of("inside", "uncertain", "outside"),
    "network": maybe(is_text),
}
_SHOT: dict[str, Test] = {
    "sha256": is_sha256,
    "bytes": is_count,
    "preview": shaped({"sha256": is_sha256, "bytes": is_count}),
    "mime": is_text,
    "width": is_count,
    "height": is_count,
    "source": one_of("camera", "import"),
    "slot": maybe(is_text),
    "fixes": list_of(shaped(_FIX)),
    "heading": maybe(is_int),
}
_TALLY: dict[str, Test] = {
    "started_at": is_text,
    "ended_at": is_text,
    "planned_min": is_count,
    "counted_s": is_count,
    "cells": maybe(
        list_of(shaped({"of": list_of(maybe(is_text)), "counts": lambda value: isinstance(value, dict)}))
    ),
}
_RECORD: dict[str, Test] = {
    "id": lambda value: isinstance(value, str) and _UUID7.fullmatch(value) is not None,
    "officer": is_text,
    "partner": maybe(is_text),
    "task": maybe(is_text),
    "place": maybe(is_text),
    "address": is_text,
    "item": is_text,
    "edition": is_text,
    "result": one_of("finding", "all_clear"),
    "level": is_text,
    "mode": is_text,
    "nature": is_text,
    "source": is_text,
    "source_no": maybe(is_text),
    "purpose": is_text,
    "case": maybe(is_text),
    "replaces": maybe(is_sha256),
    "position": maybe(shaped(_POSITION)),
    "geo": maybe(shaped(_GEO)),
    "answers": lambda value: isinstance(value, dict),
    "counts": maybe(lambda value: isinstance(value, dict)),
    "tally": maybe(shaped(_TALLY)),
    "shots": list_of(is_sha256),
    "note": is_text,
    "guidance": is_text,
    "withdrawn": maybe(is_text),
}


def shot_problems(body: Mapping[str, Any]) -> list[str]:
    """Name the odd keys of a `shot` body."""
    return shape_problems(body, _SHOT)


def record_problems(body: Mapping[str, Any]) -> list[str]:
    """Name the odd keys of a `record` body."""
    return shape_problems(body, _RECORD)


def is_tally(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a `tally` is as our own phone writes it."""
    return isinstance(value, dict) and not shape_problems(value, _TALLY)
