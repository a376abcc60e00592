"""JSON as requests may bring it: a key that appears twice is refused, not silently overwritten."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider

from server.domain.problems import DoubledKeyProblem


class StrictJson(DefaultJSONProvider):
    """Flask's own provider with unique keys in, and plain UTF-8 out."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; DoubledKeyProblem when a key appears twice, ValueError when it is no JSON."""
        try:
            return super().loads(s, object_pairs_hook=_unique, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DoubledKeyProblem
    return result
