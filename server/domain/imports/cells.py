"""Readers of single cells: each takes what the file held, gives a value or raises `BadCellError`."""

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from server.domain.imports.sheets import BadCellError

Reader = Callable[[Any], Any]

_YES = {"1", "true", "yes", "y", "是", "启用", "有效"}
_NO = {"0", "false", "no", "n", "否", "停用", "无效"}
_SEPARATORS = re.compile(r"[,，;；、|\s]+")
# A spreadsheet keeps 15 digits of a number and makes the rest zeros.
_EXACT_DIGITS = 15
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


def plain(value: Any) -> str:
    """Give a cell as trimmed text; whole numbers lose the `.0` a spreadsheet adds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().strip("\ufeff\u200b\u200e\u200f")


def text(longest: int) -> Reader:
    """Read words of at most `longest` characters without control characters."""

    def read(value: Any) -> str:
        words = plain(value)
        if any(not ch.isprintable() for ch in words):
            raise BadCellError(
                "control_character",
                "不含换行和控制字符的文字",
                "text without line breaks or control characters",
            )
        if len(words) > longest:
            raise BadCellError("too_long", f"最多 {longest} 个字", f"at most {longest} characters")
        return words

    return read


_ATTRIBUTE_TEXT = text(200)


def code(value: Any) -> str:
    """Read an identifier of 1–40 letters, digits, `_`, `-` and `.`."""
    words = plain(value)
    if not _CODE.fullmatch(words):
        raise BadCellError(
            "bad_code",
            "1–40 位字母、数字、点、下划线或连字符,以字母或数字开头",
            "1-40 letters, digits, dots, underscores or hyphens, starting with a letter or digit",
        )
    return words


def username(value: Any) -> str:
    """Read a sign-in name; it is kept in lower case so that two cannot differ by case."""
    return code(value).lower()


def one_of(words: Mapping[str, str]) -> Reader:
    """Read one of the keys of `words`, written as the key or as its Chinese name."""
    by_text = {name: key for key, name in words.items()} | {key: key for key in words}

    def read(value: Any) -> str:
        found = by_text.get(plain(value).lower())
        if found is None:
            zh = "、".join(f"{name}({key})" for key, name in words.items())
            raise BadCellError("not_allowed", f"只能是 {zh}", f"one of {', '.join(words)}")
        return found

    return read


def some_of(words: Mapping[str, str]) -> Reader:
    """Read one or more keys of `words`, separated by commas, semicolons or spaces."""
    single = one_of(words)

    def read(value: Any) -> list[str]:
        parts = value if isinstance(value, list) else _SEPARATORS.split(plain(value))
        chosen = [single(part) for part in parts if plain(part)]
        if not chosen:
            single("")
        return sorted(set(chosen), key=list(words).index)

    return read


def yes_no(value: Any) -> bool:
    """Read a yes or a no in either language."""
    words = plain(value).lower()
    if words in _YES:
        return True
    if words in _NO:
        return False
    raise BadCellError("not_allowed", "只能是 是、否", "yes or no")


def degrees(limit: int, zh: str, en: str) -> Reader:
    """Read decimal degrees between -`limit` and `limit` as an integer of 1e-7 degree."""

    def read(value: Any) -> int:
        try:
            number = float(plain(value))
        except ValueError:
            number = float("nan")
        if not -limit <= number <= limit:
            raise BadCellError(
                "out_of_range",
                f"{zh},十进制度数,-{limit} 到 {limit}",
                f"{en} in decimal degrees, -{limit} to {limit}",
            )
        return round(number * 10_000_000)

    return read


def attribute(value: Any) -> Any:
    """Read what a place knows about itself: yes or no, a number, text, or several texts between bars."""
    if isinstance(value, (bool, int, float)) and isfinite(value):
        return value
    if isinstance(value, list):
        return [_ATTRIBUTE_TEXT(part) for part in value]
    words = str(_ATTRIBUTE_TEXT(value))
    if words.lower() in {"true", "false", "是", "否"}:
        return yes_no(words)
    return [part.strip() for part in words.split("|") if part.strip()] if "|" in words else words


def grid(value: Any) -> str:
    """Read a grid code: 15 digits (GB/T 30428) or 20 (CJ/T 349), kept as text."""
    words = plain(value)
    rounded = not isinstance(value, str) and len(words) > _EXACT_DIGITS
    if rounded or not re.fullmatch(r"\d{15}|\d{20}", words, re.ASCII):
        raise BadCellError(
            "bad_grid", "15 位或 20 位数字(请将单元格设为文本)", "15 or 20 digits (format the cell as text)"
        )
    return words
