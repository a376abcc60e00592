"""A bounded share of the long attack, the same inputs every time; what broke once stays here for good."""

import io
import resource
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.catalogue import CatalogueError, parse_catalogue, read_catalogue
from server.domain import picture
from server.domain.checkpoint import BadNoteError, open_checkpoint
from server.domain.imports.sheets import Sheet
from server.store import images, sheets
from tests.hostile import answers, readers
from tests.hostile.spoiling import spoiled
from tests.support import pictures as drawn

EVERY = readers.TARGETS | answers.TARGETS
RUNS = 400


@pytest.fixture(autouse=True)
def decoders_may_grumble():
    # Decoders warn of what they pass over; whoever sends it must not be able to stop us by it either.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", sorted(EVERY))
def test_spoiled_input_is_read_or_refused_by_name(name):
    target = EVERY[name]
    for data in spoiled(list(target.seeds()), seed=20261122, runs=RUNS):
        target.run(data)
    target.after()


@pytest.mark.parametrize("name", sorted(EVERY))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_by_name(name, data):
    EVERY[name].run(data)


def test_the_spoiler_gives_the_same_inputs_for_the_same_seed():
    seeds = [b"abc", b"0123456789"]
    assert list(spoiled(seeds, 7, 50)) == list(spoiled(seeds, 7, 50)) != list(spoiled(seeds, 8, 50))


ODD_YAML = {
    "a date that is none": "a: !!timestamp x",
    "a flag that is none": "a: !!bool maybe",
    "an empty number": "a: !!float ''",
    "a month 99": "a: 2026-99-99",
    "nested beyond the parser's stack": "- " * 100_000,
    "aliases of aliases": "a: &a [x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "a list that holds itself": "a: &a [*a]",
}


@pytest.mark.parametrize("text", ODD_YAML.values(), ids=ODD_YAML)
def test_an_odd_catalogue_is_refused_and_named(text):
    with pytest.raises(CatalogueError, match=r"^odd\.yaml"):
        parse_catalogue(text, "odd.yaml")


def test_a_catalogue_that_is_no_text_is_refused_and_named(tmp_path):
    (tmp_path / "odd.yaml").write_bytes(b"edition: \xff\xfe")
    with pytest.raises(CatalogueError, match="UTF-8"):
        read_catalogue(tmp_path / "odd.yaml")


@pytest.mark.parametrize("text", ODD_YAML.values(), ids=ODD_YAML)
def test_an_odd_yaml_table_is_damaged(text):
    rows = f"- {{{text}}}\n" if "\n" not in text and not text.startswith("-") else text
    (sheet,) = sheets.read_table("odd.yaml", rows.encode())
    assert isinstance(sheet, Sheet)
    assert [fault.code for fault in sheet.faults] == ["damaged"]


NOTE = "test/city\n1\nAAAA\n"
ODD_NOTES = [
    f"{NOTE}\n\u2014 test/city é\n",
    f"{NOTE}\udcff\n\n\u2014 test/city AAAA\n",
    f"{NOTE}\n\u2014 test/city =\n",
]


@pytest.mark.parametrize("note", ODD_NOTES)
@pytest.mark.parametrize("vkey", ["own", "a\udcff+00000000+AQ==", "é+é+é", ""])
def test_an_odd_note_is_a_bad_note(note, vkey):
    key = readers._log.vkey if vkey == "own" else vkey
    with pytest.raises(BadNoteError):
        open_checkpoint(note, key)


def test_a_note_with_a_signature_by_our_name_and_odd_text_is_a_bad_note():
    _, blank, signature = readers._sample_note().rpartition("\n\n")
    with pytest.raises(BadNoteError):
        open_checkpoint(f"{NOTE}\udcff\n{blank}{signature}", readers._log.vkey)


class Counted(bytes):
    """Bytes that count how many of them were copied out."""

    copied = 0

    def __getitem__(self, key):
        part = super().__getitem__(key)
        Counted.copied += len(part) if isinstance(part, bytes) else 0
        return part


def test_many_small_pictures_behind_one_are_passed_over_without_copying_the_rest_each_time():
    whole = drawn.jpeg(drawn.quarters(48, 32))
    indexed = whole[:2] + b"\xff\xe2\x00\x08MPF\0\0\0" + whole[2:]
    data = Counted(indexed + b"\xff\xd8\xff\xd9" * 2000)
    Counted.copied = 0
    assert not picture.has_trailing_data(data, "jpeg")
    assert Counted.copied <= len(data)
    assert picture.has_trailing_data(bytes(data) + b"\xff\xd8\xffnothing", "jpeg") is False
    assert picture.has_trailing_data(bytes(data) + b"<html>", "jpeg")


def progressive(extra_scans):
    out = io.BytesIO()
    drawn.quarters(64, 64).convert("L").save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rfind(b"\xff\xda")
    return data[:-2] + data[last:-2] * extra_scans + data[-2:]


def test_a_picture_that_asks_to_be_gone_over_without_end_is_never_decoded():
    assert images.examine(progressive(0)).readable
    assert images.examine(progressive(20)).readable
    assert images.examine(progressive(100)) == picture.UNREADABLE
    with pytest.raises(images.NotAPictureError):
        images.render(progressive(100), 64)


def test_pictures_that_claim_more_than_they_are_cost_no_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for side in (30_000, 65_500):
        data = bytearray(drawn.jpeg(drawn.quarters(48, 32)))
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = side.to_bytes(2, "big") * 2
        assert images.examine(bytes(data)) == picture.UNREADABLE
    assert images.examine(drawn.bomb()) == picture.UNREADABLE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
