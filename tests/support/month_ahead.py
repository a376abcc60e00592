"""The real application on a machine whose clock is a month ahead, for what phones do by the server's date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from server.wsgi import app as served

_AHEAD = timedelta(days=31)


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the application does, under a later date."""
    date = format_datetime(datetime.now(UTC) + _AHEAD, usegmt=True)

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        return start_response(status, [*headers, ("Date", date)], *error)

    answer: Iterable[bytes] = served(environ, start)
    return answer
