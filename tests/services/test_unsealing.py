"""Opening a phone's export with the city's recovery key, written here as the phone writes it."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.services.unsealing import UnreadableExportError, open_export
from server.store.keys import public_jwk

KID = "k" * 43


def b64(raw):
    return base64.b64encode(raw).decode()


def seal(key, data, label, iv):
    return {"iv": b64(iv), "ct": b64(AESGCM(key).encrypt(iv, data, label.encode()))}


@pytest.fixture(scope="module")
def city_key():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def private_jwk(city_key):
    scalar = city_key.private_numbers().private_value.to_bytes(32, "big")
    d = base64.urlsafe_b64encode(scalar).rstrip(b"=").decode()
    return {**public_jwk(city_key.public_key()), "d": d}


KEY = bytes(range(32))


def seal_to_city(city_key, label):
    fresh = ec.generate_private_key(ec.SECP256R1())
    epk = public_jwk(fresh.public_key())
    info = "\n".join(["xunzheng-seal/1", epk["x"], epk["y"]]).encode()
    shared = fresh.exchange(ec.ECDH(), city_key.public_key())
    agreed = HKDF(algorithm=SHA256(), length=32, salt=bytes(32), info=info).derive(shared)
    return {"epk": epk, **seal(agreed, KEY, f"{KID}/{label}", b"i" * 12)}


def export(city_key, parts):
    sealed = seal_to_city(city_key, "export-key")
    head = {
        "format": "xunzheng-export/1", "origin": "test/city", "kid": KID, "user": {"username": "chen"},
        "made_at": "2026-11-22T08:00:00.000Z", "key": {"city": sealed, "vault": {"iv": "", "ct": ""}},
    }  # fmt: skip
    lines = [head]
    for number, (kind, name, data) in enumerate([*parts, ("end", str(len(parts)), b"")]):
        lines.append(
            {"type": kind, "id": name, **seal(KEY, data, f"{kind}/{name}", number.to_bytes(12, "big"))}
        )
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


PARTS = [("entry", "1", b"a.b.c"), ("entry", "2", b"d.e.f"), ("blob", "f" * 64, b"\xff\xd8 picture")]


def test_everything_unsent_comes_out_in_order(city_key, private_jwk):
    found = open_export(export(city_key, PARTS), private_jwk)
    assert (found.kid, found.user, found.origin) == (KID, "chen", "test/city")
    assert found.entries == ("a.b.c", "d.e.f")
    assert found.pictures == {"f" * 64: b"\xff\xd8 picture"}


def test_an_empty_export_is_an_export(city_key, private_jwk):
    assert open_export(export(city_key, []), private_jwk).entries == ()


def test_another_city_opens_nothing(private_jwk):
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(UnreadableExportError, match="another city"):
        open_export(export(other, PARTS), private_jwk)


def test_a_file_that_lacks_lines_is_said_to_be_cut(city_key, private_jwk):
    lines = export(city_key, PARTS).splitlines(keepends=True)
    for kept in (lines[:1], lines[:2], lines[:-1], [*lines[:2], lines[-1]]):
        with pytest.raises(UnreadableExportError):
            open_export(b"".join(kept), private_jwk)


def test_parts_cannot_be_renamed_or_changed(city_key, private_jwk):
    whole = export(city_key, PARTS)
    for changed in (
        whole.replace(b'"id": "2"', b'"id": "3"'),
        whole.replace(b'"type": "blob"', b'"type": "entry"'),
        whole.replace(b"kkk", b"kkj", 1),
    ):
        assert changed != whole
        with pytest.raises(UnreadableExportError):
            open_export(changed, private_jwk)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b"null", b'{"format":"other/1"}', b"{" * 3000, b"1\n2"]
)
def test_other_files_are_no_exports(private_jwk, data):
    with pytest.raises(UnreadableExportError):
        open_export(data, private_jwk)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 0.95])
def test_a_file_cut_short_is_said_to_be(city_key, private_jwk, share):
    whole = export(city_key, PARTS).rstrip()
    with pytest.raises(UnreadableExportError):
        open_export(whole[: int(len(whole) * share)], private_jwk)


def locked(city_key, rows, count=None):
    """A locked phone's rows, as pwa/src/device/locked_export.ts lays them out."""
    head = {
        "format": "xunzheng-locked/1", "origin": "test/city", "kid": KID, "user": {"username": "chen"},
        "made_at": "2026-11-22T08:00:00.000Z", "key": seal_to_city(city_key, "vault-key"),
    }  # fmt: skip
    lines = [head]
    for number, (kind, name, data) in enumerate(rows):
        sealed = seal(KEY, data, f"{KID}/{kind}/{name}", number.to_bytes(12, "big"))
        lines.append({"type": kind, "id": name, **sealed})
    lines.append({"type": "end", "id": str(len(rows) if count is None else count)})
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


DRAFT = ("drafts", "0199", '{"note":"未写完"}'.encode())


def test_a_locked_phone_gives_up_everything_without_its_code(city_key, private_jwk):
    found = open_export(locked(city_key, [*PARTS, DRAFT]), private_jwk)
    assert (found.kid, found.user, found.origin) == (KID, "chen", "test/city")
    assert found.entries == ("a.b.c", "d.e.f")
    assert found.pictures == {"f" * 64: b"\xff\xd8 picture"}
    assert found.drafts == ('{"note":"未写完"}',)
    assert found.damaged == ()


def test_one_damaged_row_of_a_locked_phone_does_not_take_the_others_with_it(city_key, private_jwk):
    whole = locked(city_key, [*PARTS, DRAFT])
    changed = whole.replace(b'"id": "2"', b'"id": "7"')
    found = open_export(changed, private_jwk)
    assert (found.entries, found.damaged) == (("a.b.c",), ("entry/7",))


def test_a_locked_export_cut_short_or_of_another_city_is_said_to_be(city_key, private_jwk):
    other = ec.generate_private_key(ec.SECP256R1())
    for bad in (locked(other, PARTS), locked(city_key, PARTS, count=4), locked(city_key, [])[:-20]):
        with pytest.raises(UnreadableExportError):
            open_export(bad, private_jwk)
