"""One-time codes as people type them: Crockford base32, forgiving about case, dashes, O, I and L."""

from __future__ import annotations

_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def normalise_code(typed: str) -> str:
    """Bring a typed code into the one form that is hashed."""
    return typed.strip().upper().translate(_ALIKE)
