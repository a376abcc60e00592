"""The city supplies a map; phones learn of it and fetch it piece by piece."""

import hashlib

import pytest

from server.domain.pmtiles import PmtilesError
from server.services import rebuilding
from server.services.basemaps import CHUNK_BYTES, offer_basemap, withdraw_basemap
from tests.support.calling import token
from tests.support.city import NOW
from tests.support.pictures import jpeg
from tests.support.pmtiles import archive

TILES = {(12, 3231, 1692 + n): jpeg() + bytes(400_000) for n in range(4)}


@pytest.fixture
def supplied(tmp_path):
    path = tmp_path / "city.pmtiles"
    path.write_bytes(archive(TILES, kind=3))
    return path


def test_phones_are_told_what_there_is_to_fetch(city, client, phone, supplied):
    offer_basemap(city, supplied, "© 测试城", "operator", NOW)
    page = client.get("/api/changes", headers=token(client, phone)).json
    said = next(each["state"] for each in page["subjects"] if each["subject"] == "settings:city")["basemap"]
    raw = supplied.read_bytes()
    assert (said["sha256"], said["bytes"]) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert (said["zooms"], said["credit"]) == ([12, 12], "© 测试城")
    pieces = [raw[at : at + CHUNK_BYTES] for at in range(0, len(raw), CHUNK_BYTES)]
    assert said["chunks"] == [hashlib.sha256(piece).hexdigest() for piece in pieces]
    assert len(pieces) == 2
    assert rebuilding.check(city) == []


def test_a_phone_goes_on_where_it_was_cut_off(city, client, phone, supplied):
    said = offer_basemap(city, supplied, "", "operator", NOW)
    headers = token(client, phone) | {"Range": f"bytes={CHUNK_BYTES}-{said['bytes'] - 1}"}
    answer = client.get(f"/api/basemap/{said['sha256']}", headers=headers, buffered=True)
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {CHUNK_BYTES}-{said['bytes'] - 1}/{said['bytes']}"
    assert answer.data == supplied.read_bytes()[CHUNK_BYTES:]


def test_strangers_get_nothing_and_nothing_else_is_served(city, client, phone, supplied):
    said = offer_basemap(city, supplied, "", "operator", NOW)
    assert client.get(f"/api/basemap/{said['sha256']}").status_code == 401
    headers = token(client, phone)
    for name in ("0" * 64, "..%2f..%2fsettings.yaml", "x"):
        assert client.get(f"/api/basemap/{name}", headers=headers).status_code == 404


def test_a_withdrawn_map_is_told_too(city, client, phone, supplied):
    offer_basemap(city, supplied, "", "operator", NOW)
    withdraw_basemap(city, "operator", NOW)
    page = client.get("/api/changes", headers=token(client, phone)).json
    settings = next(each["state"] for each in page["subjects"] if each["subject"] == "settings:city")
    assert settings["basemap"] is None


@pytest.mark.parametrize(
    "raw", [b"", b"PMTiles\x02" + bytes(200), b"%PDF" + bytes(300), archive(TILES, kind=1)]
)
def test_what_phones_cannot_show_is_not_taken(city, tmp_path, raw):
    path = tmp_path / "wrong"
    path.write_bytes(raw)
    with pytest.raises(PmtilesError):
        offer_basemap(city, path, "", "operator", NOW)
