"""Reads what was published: signed entries, and the requests of phones with what they need of the answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}
WHOLE = re.compile(r"\A\{(\w+)\}\Z")


@dataclass(frozen=True)
class Journal:
    """One payload version: the folder of its fixtures."""

    folder: Path

    @property
    def version(self) -> int:
        # `v1-2` is what came to version 1 later: a kind that its first fixtures lack.
        return int(self.folder.name[1:].partition("-")[0])

    @property
    def entries(self) -> dict[str, str]:
        """The compact JWS by file name, in the order of the chain."""
        return {path.stem: path.read_text("ascii") for path in sorted(self.folder.glob("*.jws"))}

    @property
    def jwk(self) -> dict[str, str]:
        return self.read("device.json")

    def read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def evidence(self) -> list[bytes]:
        """The pictures and recordings that the entries announce."""
        kinds = {".jpg", ".mp4"}
        return [path.read_bytes() for path in sorted(self.folder.iterdir()) if path.suffix in kinds]


def journals() -> list[Journal]:
    """Every payload version that was ever published."""
    return [Journal(folder) for folder in sorted((HERE / "journal").iterdir())]


def publications() -> list[Path]:
    """The files of requests, oldest first."""
    return sorted((HERE / "requests").glob("*.json"), key=lambda path: int(path.stem))


def lacks(shape: Any, value: Any, at: str = "answer") -> list[str]:
    """Say where a value has not what a shape names."""
    if isinstance(shape, str):
        return [] if _is(shape, value) else [f"{at} is {value!r}, not {shape}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at} is no array"]
        return [each for n, member in enumerate(value) for each in lacks(shape[0], member, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return [f"{at} is no object"]
    missing = [f"{at}.{name} is missing" for name in shape if name not in value]
    named = [
        each for name in shape if name in value for each in lacks(shape[name], value[name], f"{at}.{name}")
    ]
    return missing + named


def _is(name: str, value: Any) -> bool:
    if name.endswith("?"):
        return value is None or _is(name[:-1], value)
    return isinstance(value, TYPES[name]) and (name != "number" or not isinstance(value, bool))


def filled(template: Any, values: dict[str, Any]) -> Any:
    """Put the values of this run where `{name}` stands."""
    if isinstance(template, dict):
        return {name: filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [filled(each, values) for each in template]
    if not isinstance(template, str):
        return template
    whole = WHOLE.match(template)
    return values[whole[1]] if whole else re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]), template)


def dug(value: Any, path: str) -> Any:
    """Follow a path such as `results.0.hash` into an answer."""
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def asked_for(exchanges: list[Any], method: str, path: str, members: frozenset[str]) -> list[str]:
    """Name the exchanges that are this request: its route, and at least the members of its JSON."""
    return [
        exchange["ask"]
        for exchange in exchanges
        if re.fullmatch(_pattern(exchange["ask"]), f"{method} {path}")
        and members <= set(exchange.get("json", {}))
    ]


def _pattern(ask: str) -> str:
    return re.sub(r"\\\{\w+\\\}", "[^/&]+", re.escape(ask))
