"""What every failure has in common."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple


class Words(NamedTuple):
    """One sentence in both languages; `{name}` stands for a named detail."""

    zh: str
    en: str


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """A failure a client may see: stable code, HTTP status, and whether trying again can never help.

    Keyword arguments fill the words and travel as extra members of the problem document.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    permanent: ClassVar[bool] = True
    title: ClassVar[Words]
    detail: ClassVar[Words]

    def __init__(self, **extras: Any) -> None:
        super().__init__(self.code)
        self.extras = extras

    def document(self, language: str) -> dict[str, Any]:
        """Write the problem document of RFC 9457; `language` is `zh` or `en`."""
        detail = self.detail.en if language == "en" else self.detail.zh
        return {
            **self.extras,
            "type": f"urn:xunzheng:problem:{self.code}",
            "title": self.title.en if language == "en" else self.title.zh,
            "status": self.status,
            "detail": detail.format_map(_Named(self.extras)),
            "code": self.code,
            "permanent": self.permanent,
        }


class _Named(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"
