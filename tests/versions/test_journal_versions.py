"""Every payload version that was ever published is taken in for ever, byte for byte as it was signed."""

import base64
import re
from datetime import timedelta

import pytest

from server.config import REPOSITORY
from server.domain import journal, jws
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.flags import KNOWN_KINDS, KNOWN_VERSION
from server.services import device_access
from tests.support.calling import sign_in
from tests.support.city import NOW
from tests.support.phone import digest
from tests.versions.frozen import Journal, journals

ENTRY_TYPES = REPOSITORY / "pwa" / "src" / "core" / "entries.ts"
HOUR = timedelta(hours=1)
SHOWN = (
    "item",
    "state",
    "result",
    "answers",
    "note",
    "address",
    "position",
    "level",
    "purpose",
    "place_name",
)


@pytest.fixture(params=journals(), ids=lambda each: each.folder.name)
def published(request) -> Journal:
    return request.param


@pytest.fixture
def bearer(city, published):
    """The device that signed the fixtures, enrolled by its public key, and the token it would buy."""
    kid = jws.thumbprint(published.jwk)
    said = {"kid": kid, "jwk": published.jwk, "user": "u-chen", "unit": "east-1", "label": "", "demo": False}
    with city.write() as tx:
        tx.append(Event("device.enrolled", f"device:{kid}", "user:u-chen", NOW - HOUR, said))
    claim = {"k": kid, "e": to_text(NOW + device_access.TOKEN_LASTS)}
    token = device_access._sealer(city, "token").dumps(claim)
    return {"Authorization": f"Bearer {token}"}


def upload(client, bearer, picture):
    meant = f"sha256 {base64.b64encode(digest(picture).encode()).decode()}"
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(picture)), "Upload-Metadata": meant, **bearer}
    kind = "application/offset+octet-stream"
    return client.post("/api/evidence", data=picture, headers=tus, content_type=kind)


def made_of(client, said, published):
    """What the server made of a journal: flags by entry, and records as the desk reads them."""
    flags = {
        name: sorted(flag["code"] for flag in result["flags"])
        for name, result in zip(published.entries, said["results"], strict=True)
    }
    sign_in(client, "liu")
    ids = {
        entry["body"]["id"]: None
        for entry in map(journal.read_entry, published.entries.values())
        if entry["kind"] == "record"
    }
    return {"flags": flags, "records": {each: shown(client.get(f"/api/records/{each}").json) for each in ids}}


def shown(record):
    photos = [
        {name: photo[name] for name in ("sha256", "bytes", "preview_sha256", "slot", "stored")}
        for photo in record["photos"]
    ]
    read = {name: record[name] for name in SHOWN}
    versions = [{name: each[name] for name in ("n", "entry_hash", "shots")} for each in record["versions"]]
    doubts = sorted(flag["code"] for flag in record["flags"])
    return {**read, "photos": photos, "versions": versions, "doubts": doubts}


def test_a_published_journal_is_taken_in_and_read_as_ever(client, bearer, published):
    entries = list(published.entries.values())
    said = client.post("/api/journal", json={"entries": entries}, headers=bearer).json
    assert {result["state"] for result in said["results"]} == {"admitted"}
    for picture in published.evidence():
        answer = upload(client, bearer, picture)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(picture)))
    assert made_of(client, said, published) == published.read("outcome.json")
    again = client.post("/api/journal", json={"entries": entries}, headers=bearer).json
    assert {result["state"] for result in again["results"]} == {"known"}


def test_a_published_entry_is_kept_byte_for_byte(client, bearer, published):
    client.post("/api/journal", json={"entries": list(published.entries.values())}, headers=bearer)
    sign_in(client, "liu")
    for compact in published.entries.values():
        entry = journal.read_entry(compact)
        if entry["kind"] != "record" or entry["body"]["replaces"]:
            continue
        proofs = client.get(f"/api/records/{entry['body']['id']}/proofs").json
        assert compact in {each["jws"] for each in proofs["entries"]}


def test_every_declared_version_and_kind_was_published():
    """A new payload version, or a new kind in one, needs fixtures before any phone writes it."""
    source = ENTRY_TYPES.read_text(encoding="utf-8")
    phone_version = int(re.findall(r"^  v: (\d+);$", source, re.MULTILINE)[0])
    phone_kinds = set(re.findall(r'"(\w+)"', re.findall(r"type Kind = ([^;]+);", source)[0]))
    frozen: dict[int, set[str]] = {}
    for each in journals():
        kinds = {entry["kind"] for entry in map(journal.read_entry, each.entries.values())}
        frozen[each.version] = frozen.get(each.version, set()) | kinds
    assert {
        entry["v"] for each in journals() for entry in map(journal.read_entry, each.entries.values())
    } == set(frozen)
    assert {phone_version, journal.VERSION, KNOWN_VERSION} <= set(frozen)
    assert max(frozen) == phone_version
    assert frozen[phone_version] == phone_kinds == KNOWN_KINDS == journal.KINDS


def test_every_form_of_a_record_was_published():
    """What came to a body without a new version needs fixtures too."""
    bodies = [journal.read_entry(compact)["body"] for each in journals() for compact in each.entries.values()]
    for member in ("replaces", "withdrawn", "counts", "tally"):
        assert any(body.get(member) for body in bodies), member
    assert any((body.get("position") or {}).get("why") for body in bodies)
    assert any((body.get("geo") or {}).get("network") for body in bodies)
    assert any(str(body.get("slot")).startswith("check:") for body in bodies)
    assert any(str(body.get("mime")).startswith("audio/") for body in bodies)
