"""Write what the phone takes from the contract: types of the schemas, codes, and the edition for tests.

    python -m schemas.contract          writes contract.ts and codes.ts (pwa), and schemas/cases/edition.json
    python -m schemas.contract --check  writes nothing; exit code 1 when one of them is out of date

A field that is not `required` becomes an optional property, `allow_none` adds null,
`OneOf` and `Equal` become literal types. Two schemas may share a name only if they
give the same type.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from schemas.catalogue import first_edition
from schemas.catalogue_shapes import Scalar
from schemas.codes import codes_text

ROOT = Path(__file__).parent.parent
TYPES_FILE = ROOT / "pwa" / "src" / "core" / "contract.ts"
CODES_FILE = ROOT / "pwa" / "src" / "core" / "codes.ts"
EDITION_FILE = ROOT / "schemas" / "cases" / "edition.json"

# In the order of writing; every schema class found in them becomes a type.
MODULES = (
    "catalogue_shapes",
    "catalogue_document",
    "journal",
    "devices",
    "ledger",
    "changes",
    "session",
    "people",
    "queue",
    "records",
    "upkeep",
    "tasks",
    "recent",
)

HEADER = "// Generated from schemas/ by `python -m schemas.contract`; change the schemas, not this file.\n"

# The first class that fits decides; subclasses stand before their parents.
SIMPLE_TYPES: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (Scalar, "string | number | boolean"),
    (fields.Boolean, "boolean"),
    (fields.Number, "number"),
    (fields.String, "string"),
    (fields.DateTime, "string"),
    (fields.Date, "string"),
    (fields.Time, "string"),
)


class ContractError(ValueError):
    """Two schemas give one name to different types."""


def schema_name(schema: type[Schema]) -> str:
    return schema.__name__.removesuffix("Schema")


def field_type(field: fields.Field[Any]) -> str:
    """Give the TypeScript type of one field, null included."""
    found = _literal_type(field) or _bare_type(field)
    return f"{found} | null" if field.allow_none else found


def _literal_type(field: fields.Field[Any]) -> str | None:
    for check in field.validators:
        if isinstance(check, validate.OneOf):
            return " | ".join(json.dumps(one, ensure_ascii=False) for one in check.choices)
        if isinstance(check, validate.Equal):
            return json.dumps(check.comparable, ensure_ascii=False)
    return None


def _bare_type(field: fields.Field[Any]) -> str:
    if isinstance(field, fields.Nested):
        name = schema_name(type(field.schema))
        return f"{name}[]" if field.many or field.schema.many else name
    if isinstance(field, fields.List):
        return f"{_grouped(field_type(field.inner))}[]"
    if isinstance(field, fields.Dict):
        # Not Record<…>: one of our own words is Record.
        return f"{{ [key: string]: {field_type(field.value_field) if field.value_field else 'unknown'} }}"
    if isinstance(field, fields.Constant):
        return json.dumps(field.constant)
    return next((name for kind, name in SIMPLE_TYPES if isinstance(field, kind)), "unknown")


def _grouped(found: str) -> str:
    return f"({found})" if " | " in found else found


def interface(schema: type[Schema]) -> str:
    """Write one schema as an exported interface."""
    lines = [f"export interface {schema_name(schema)} {{"]
    for name, field in schema().fields.items():
        optional = "" if field.required else "?"
        lines.append(f"  {field.data_key or name}{optional}: {field_type(field)};")
    return "\n".join([*lines, "}"])


def _defined_in(module: Any) -> Iterator[type[Schema]]:
    for value in vars(module).values():
        is_schema = isinstance(value, type) and issubclass(value, Schema) and value is not Schema
        # Schemas made from a dictionary do not carry the module that made them.
        if is_schema and value.__module__ in {module.__name__, "marshmallow.schema", "abc"}:
            yield value


def types_text() -> str:
    """Give the whole of contract.ts; ContractError when a name is not unique."""
    modules = [importlib.import_module(f"schemas.{name}") for name in MODULES]
    written: dict[str, str] = {}
    for schema in chain.from_iterable(map(_defined_in, modules)):
        name, text = schema_name(schema), interface(schema)
        if written.setdefault(name, text) != text:
            raise ContractError(f"Two schemas are named {name} but differ; rename one.")
    return HEADER + "\n" + "\n\n".join(written.values()) + "\n"


def edition_text() -> str:
    """Give the first edition as the server publishes it, one item a line."""
    document = first_edition()
    head = {name: part for name, part in document.items() if name != "items"}
    rows = ",\n".join(json.dumps(item, ensure_ascii=False) for item in document["items"])
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [\n{rows}\n]}}\n'


def texts() -> dict[Path, str]:
    """Give all generated files."""
    return {TYPES_FILE: types_text(), CODES_FILE: f"{HEADER}\n{codes_text()}\n", EDITION_FILE: edition_text()}


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` name those that are out of date; gives the exit code."""
    wanted = texts()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python -m schemas.contract", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
