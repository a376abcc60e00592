"""Codes that travel and that screens put into words: the app's tests hold its words against these lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from server.domain import problems
from server.domain.answer_forms import ANSWER_PROBLEMS
from server.domain.flag import FLAG_CODES
from server.domain.making import OpeningReason
from server.domain.review import REASONS, Act, State
from server.domain.scope import Role


def problem_codes() -> list[str]:
    """Give the codes of all failures in the catalogue, in the order of the alphabet."""
    found = (vars(getattr(problems, name)).get("code") for name in problems.__all__)
    return sorted({code for code in found if isinstance(code, str)})


def code_lists() -> Mapping[str, Iterable[str]]:
    """Give the lists by the names they have in codes.ts."""
    return {
        "FLAG_CODES": FLAG_CODES,
        "ANSWER_PROBLEMS": ANSWER_PROBLEMS,
        "PROBLEM_CODES": problem_codes(),
        "RECORD_STATES": State,
        "RETURN_REASONS": REASONS[Act.RETURN],
        "REJECT_REASONS": REASONS[Act.REJECT],
        "OPENING_REASONS": OpeningReason,
        "ROLES": Role,
    }


def codes_text() -> str:
    """Write the lists as constants of codes.ts."""
    lists = ((name, json.dumps([str(code) for code in codes])) for name, codes in code_lists().items())
    return "\n\n".join(f"export const {name} = {codes} as const;" for name, codes in lists)
