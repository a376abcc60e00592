"""What a failure may leave in a log: where it happened and of what kind, never what it was about.

Messages of exceptions quote values (a name in a unique column, an answer that
is no number), and values here are about people.
"""

from __future__ import annotations

import traceback
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def trace(error: BaseException) -> str:
    """Write an exception and its causes as classes and places in the code, the newest last."""
    parts = [trace(earlier)] if (earlier := _earlier(error)) else []
    frames = traceback.extract_tb(error.__traceback__)
    parts += [f"  {_named(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    kind = type(error)
    # What the operating system says about a disk or a line names nobody.
    reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return "\n".join([*parts, f"{kind.__module__}.{kind.__qualname__}{reason}"])


def _earlier(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _named(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
