"""What is made beside records: derived pictures, a partner's signature, words shared with a work group.

A derived picture names how it was made: `redact` (faces and plates turned into blocks), `mark` (arrows,
circles) or both, as `redact+mark`. The newest one of a picture is shown in its place; once one hides
something the original is sealed, and only one that hides takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.domain.bodies import Test, is_count, is_sha256, maybe, shape_problems, shaped
from server.domain.scope import Role

REDACTED = "redact"
MARKED = "mark"
ADMINISTRATIVE = "administrative_inspection"
# Typed off a screen where no camera reads the code: 80 bits of the entry's hash.
TYPED_DIGITS = 20
_SHORT = 80
_FEWEST_LETTERS = 2
# Without these a derived picture cannot even be announced; what else is odd in an entry is only doubted.
_NEEDED = frozenset({"sha256", "bytes"})
_TYPED = re.compile(rf"[0-9a-f]{{{TYPED_DIGITS}}}", re.ASCII)


def is_signed_name(value: Any) -> bool:
    """Say whether a countersignature may name an entry so: by its hash, or by what is typed of it."""
    return is_sha256(value) or (isinstance(value, str) and _TYPED.fullmatch(value) is not None)


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _SHORT


_SHAPES: Mapping[str, Mapping[str, Test]] = {
    "derive": {
        "from": is_sha256,
        "sha256": is_sha256,
        "bytes": is_count,
        "how": _is_short,
        "preview": maybe(shaped({"sha256": is_sha256, "bytes": is_count})),
    },
    "countersign": {"entry": is_signed_name},
    "share": {"record": _is_short, "how": _is_short, "pictures": lambda value: isinstance(value, list)},
}


def problems(kind: str, body: Mapping[str, Any]) -> list[str]:
    """Name the odd keys of a body, none for a kind that has no shape here."""
    return shape_problems(body, _SHAPES.get(kind, {}))


def is_parked(kind: str, odd: list[str]) -> bool:
    """Say whether an entry with these odd keys must not be copied at all."""
    return kind == "derive" and bool(_NEEDED.intersection(odd))


def seals(how: str) -> bool:
    """Say whether a derived picture hides something of its original."""
    return how.startswith(REDACTED)


class OpeningReason(StrEnum):
    """Why somebody at the desk must see what the officer hid."""

    VERIFY = "verify"
    APPEAL = "appeal"
    ENFORCE = "enforce"
    AUDIT = "audit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of OpeningReason, and own words, which `other` needs."""

    code: str
    words: str


def says_why(reason: Reason) -> bool:
    """Say whether a reason is one."""
    known = reason.code in tuple(OpeningReason)
    return known and (reason.code != OpeningReason.OTHER or len(reason.words.strip()) >= _FEWEST_LETTERS)


def wants_partner(nature: object) -> bool:
    """Say whether two officers must have been there (行政处罚法 42)."""
    return nature == ADMINISTRATIVE


def counts_as_partner(roles: Collection[str]) -> bool:
    """Say whether somebody with these roles is an officer: who only observes is no second one."""
    return bool(set(roles) - {Role.OBSERVER, Role.LIAISON})


def partner_standing(nature: object, *, signed: bool) -> str | None:
    """Give `signed`, `missing` where two officers are asked for, or None where one is enough.

    No flag of admission: the partner's phone may bring the signature days later.
    """
    if signed:
        return "signed"
    return "missing" if wants_partner(nature) else None
