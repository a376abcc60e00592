"""The files generated from the schemas are up to date, and the generator says what it cannot do."""

import pytest
from marshmallow import Schema, fields, validate

from schemas import contract


@pytest.mark.parametrize(
    ("path", "text"),
    contract.texts().items(),
    ids=["contract.ts", "codes.ts", "edition.json"],
)
def test_generated_files_are_up_to_date(path, text):
    assert path.read_text("utf-8") == text, "run python -m schemas.contract"


class Inner(Schema):
    n = fields.Integer(required=True)


class Outer(Schema):
    word = fields.String(required=True, validate=validate.OneOf(("a", "b")), allow_none=True)
    inner = fields.Nested(Inner)
    many = fields.Nested(Inner, many=True, required=True)
    mixed = fields.List(fields.String(validate=validate.OneOf(("x", "y"))), data_key="in")
    table = fields.Dict(keys=fields.String(), values=fields.Float())
    anything = fields.Raw()
    always = fields.Constant("v1", required=True)


def test_types_follow_the_fields():
    assert contract.interface(Outer).splitlines() == [
        "export interface Outer {",
        '  word: "a" | "b" | null;',
        "  inner?: Inner;",
        "  many: Inner[];",
        '  in?: ("x" | "y")[];',
        "  table?: { [key: string]: number };",
        "  anything?: unknown;",
        '  always: "v1";',
        "}",
    ]


def test_one_name_for_two_types_is_refused(monkeypatch):
    monkeypatch.setattr(contract, "schema_name", lambda _schema: "Same")
    with pytest.raises(contract.ContractError, match="Same"):
        contract.types_text()


def test_check_names_what_is_out_of_date(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(contract, "ROOT", tmp_path)
    monkeypatch.setattr(contract, "TYPES_FILE", tmp_path / "contract.ts")
    monkeypatch.setattr(contract, "CODES_FILE", tmp_path / "codes.ts")
    monkeypatch.setattr(contract, "EDITION_FILE", tmp_path / "edition.json")
    assert contract.main(["--check"]) == 1
    assert "contract.ts is out of date" in capsys.readouterr().err
    assert contract.main([]) == 0
    assert contract.main(["--check"]) == 0
