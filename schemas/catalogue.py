"""Read a catalogue file: YAML without doubled keys, every shape and every cross reference checked.

`read_catalogue` gives the plain document, which is what the server publishes and what
`server.domain.catalogue.catalogue_from` types. All problems of a file are reported at
once; each names file, item, field and what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError

try:
    # Ten times faster, and in every wheel on PyPI; a hand-built PyYAML may lack it.
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader  # type: ignore[assignment]

from schemas.catalogue_document import Catalogue
from schemas.catalogue_references import reference_problems

_DEEPEST = 50
EDITION_FILE = Path(__file__).parent / "catalogue.yaml"


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """`item` is an item's code or a section's name, `field` a path within it; both may be empty."""

    file: str
    item: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.item, self.field, self.message) if part)


class CatalogueError(ValueError):
    """The file is no catalogue; `problems` holds every reason, in file order."""

    def __init__(self, problems: list[CatalogueProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Loader(SafeLoader):
    """YAML's safe loader that refuses a key given twice, or one that is no word."""


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            raise _refused(f"key {key!r} is no word: quote it", key_node)
        if key in seen:
            raise _refused(f"key {key!r} is given twice", key_node)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _refused(reason: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, reason, node.start_mark)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def parse_catalogue(source: str, file: str) -> dict[str, Any]:
    """Parse and check one document; CatalogueError names every problem of the first step that fails."""
    try:
        _refuse_bombs(source)
        document = yaml.load(source, Loader=_Loader)  # noqa: S506 - a safe loader with a stricter mapping
    except Exception as error:
        # The library's own readers of numbers, dates and flags raise whatever they like.
        raise CatalogueError([CatalogueProblem(file, "", "", " ".join(str(error).split()))]) from error
    if not isinstance(document, dict):
        raise CatalogueError([CatalogueProblem(file, "", "", "Must be a map of sections.")])
    check_catalogue(document, file)
    return document


def _refuse_bombs(source: str) -> None:
    """Raise ValueError for what would unpack without end or overrun the parser's stack."""
    anchored: list[bool] = []
    for event in yaml.parse(source, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            anchored.append(event.anchor is not None)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchored.pop()
        elif isinstance(event, yaml.AliasEvent) and any(anchored):
            raise ValueError(f"alias *{event.anchor} stands inside of what has a name itself: write it out")
        if len(anchored) > _DEEPEST:
            raise ValueError(f"nested deeper than {_DEEPEST} levels")


def check_catalogue(document: dict[str, Any], file: str) -> None:
    """Check a parsed document; CatalogueError names its shape's problems, or else its references'."""
    try:
        Catalogue().load(document)
    except ValidationError as error:
        raise CatalogueError(list(_shape_problems(file, document, error.messages))) from error
    if found := [CatalogueProblem(file, *one) for one in reference_problems(document)]:
        raise CatalogueError(found)


def read_catalogue(path: Path = EDITION_FILE) -> dict[str, Any]:
    """Read and check one file; OSError when it cannot be read, CatalogueError when it is wrong."""
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError([CatalogueProblem(path.name, "", "", "Must be text in UTF-8.")]) from error
    return parse_catalogue(source, path.name)


@lru_cache(maxsize=1)
def first_edition() -> Mapping[str, Any]:
    """Give the edition that comes with the program."""
    return read_catalogue()


def _shape_problems(file: str, document: Mapping[str, Any], messages: Any) -> Iterator[CatalogueProblem]:
    for path, message in _leaves(messages, ()):
        item, rest = _located(document, path)
        yield CatalogueProblem(file, item, rest, message)


def _leaves(messages: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            yield from _leaves(below, (*path, key))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield path, str(message)


def _located(document: Mapping[str, Any], path: tuple[Any, ...]) -> tuple[str, str]:
    """Replace list positions by the codes found there, as people know the parts by code."""
    node: Any = document
    parts: list[str] = []
    for step in path:
        node = _step(node, step)
        code = node.get("code") if isinstance(node, Mapping) and isinstance(step, int) else None
        parts.append(str(code if code is not None else step))
    if parts[:1] == ["items"] and len(parts) > 1:
        return parts[1], ".".join(parts[2:])
    return parts[0], ".".join(parts[1:])


def _step(node: Any, step: Any) -> Any:
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None
