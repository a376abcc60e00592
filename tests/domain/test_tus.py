"""The headers of tus and what they mean."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest

from server.domain import tus

SHA256 = "ab" * 32


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def test_metadata_is_pairs_of_base64():
    assert tus.parse_metadata(f"sha256 {encoded(SHA256)}, name {encoded('照片')},flag") == {
        "sha256": SHA256,
        "name": "照片",
        "flag": "",
    }


@pytest.mark.parametrize("text", ["sha256 !!!", "sha256 /w==", f"a {encoded('1')},a {encoded('2')}"])
def test_malformed_metadata_is_said_so(text):
    with pytest.raises(ValueError):
        tus.parse_metadata(text)


@pytest.mark.parametrize(
    "text", [None, "", f"name {encoded('x')}", f"sha256 {encoded('AB' * 32)}", "sha256 YQ=="]
)
def test_the_hash_must_be_announced_in_hex(text):
    with pytest.raises(ValueError):
        tus.announced_hash(text)


def test_the_announced_hash_is_read():
    assert tus.announced_hash(f"sha256 {encoded(SHA256)}") == SHA256


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "0x10", "١", "9" * 16, " 5"])
def test_a_length_is_plain_digits(text):
    with pytest.raises(ValueError):
        tus.parse_length(text)


@pytest.mark.parametrize(("algorithm", "data"), [("sha256", b"abc"), ("sha1", b"abc")])
def test_a_checksum_hashes_as_it_says(algorithm, data):
    text = f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"
    checksum = tus.parse_checksum(text)
    running = checksum.begin()
    running.update(data)
    assert running.digest() == checksum.digest


def test_unknown_and_malformed_checksums_are_told_apart():
    assert tus.parse_checksum(None) is None
    with pytest.raises(tus.UnknownChecksumError):
        tus.parse_checksum("md5 YQ==")
    with pytest.raises(ValueError, match="base64"):
        tus.parse_checksum("sha256 !")


def test_a_body_may_bring_what_is_missing_and_no_more():
    assert tus.body_limit(100, 40, 60) == 60
    assert tus.body_limit(100, 40, 5) == 5
    assert tus.body_limit(100, 40, None) == 60
    with pytest.raises(ValueError):
        tus.body_limit(100, 40, 61)


def test_a_complete_upload_does_not_expire():
    assert "Upload-Expires" not in tus.upload_headers(5, 5, None)
    expiry = tus.expires_at(datetime(2026, 11, 22, 7, 20, tzinfo=UTC))
    assert tus.upload_headers(1, 5, expiry)["Upload-Expires"] == "Sun, 29 Nov 2026 07:20:00 GMT"
