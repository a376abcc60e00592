"""The small archives of schemas/cases/pmtiles; pwa/src/core/pmtiles.test.ts reads the same files."""

import pytest

from server.domain.pmtiles import read_header
from tests.support.cases import FOLDER
from tests.support.pmtiles import archive, tile_id
from tests.support.tiles import picture

ADDRESSES = ((12, 3231, 1690), (12, 3232, 1690), (12, 3231, 1691), (10, 807, 422))
TILES = {address: picture(*address) for address in ADDRESSES}
MADE = {"flat": {}, "leaves": {"leaves": True}, "plain": {"packed": False}}


@pytest.mark.parametrize("name", MADE)
def test_the_archives_are_what_the_writer_writes(name):
    path = FOLDER / "pmtiles" / f"{name}.pmtiles"
    assert path.read_bytes() == archive(TILES, **MADE[name])
    assert read_header(path.read_bytes()).zooms == (10, 12)


def test_the_writer_numbers_tiles_as_the_specification_does():
    # The example of the specification.
    assert tile_id(12, 3423, 1763) == 19078479
