"""The phone's own code writes generated journals; the server admits every entry of them."""

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from server.domain.codes import normalise_code
from server.services import enrolling
from server.services.people import OPERATOR, issue_enrol_code
from tests.support import city as cast
from tests.support.phone import Phone
from tests.support.sender import Sender

PWA = Path(__file__).parents[2] / "pwa"
JOURNALS = 25
SEEDS = (1, 20261122)
BATCH = 50


def node():
    """Node from the environment the tests run in, else from the path."""
    beside = Path(sys.executable).with_name("node")
    return str(beside) if beside.exists() else shutil.which("node")


def core_writes(origin, seed):
    """Journals as core wrote them: [{jwk, pkcs8, entries}]."""
    command = [node(), "tools/write_entries.ts", origin, str(JOURNALS), str(seed)]
    done = subprocess.run(command, cwd=PWA, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def enrolled(store, journal):
    """Enrol the key that core made; it is Chen's phone now."""
    key = load_der_private_key(base64.b64decode(journal["pkcs8"]), None)
    phone = Phone(store.origin, "u-chen", key=key)
    assert phone.jwk == journal["jwk"]
    user = cast.user_of(store, "chen")
    code = normalise_code(issue_enrol_code(store, user.id, OPERATOR, cast.NOW).code)
    proof = phone.sign(enrolling.proof_text(store.origin, code, phone.kid))
    enrolling.enrol(store, user, enrolling.Enrolment(code, phone.jwk, "core", proof), cast.NOW)
    return phone


@pytest.mark.parametrize("seed", SEEDS)
def test_admits_whatever_core_writes(city, client, seed):
    journals = core_writes(city.origin, seed)
    assert len(journals) == JOURNALS
    for journal in journals:
        sender = Sender(client, enrolled(city, journal))
        entries = journal["entries"]
        for start in range(0, len(entries), BATCH):
            answer = sender.sync(*entries[start : start + BATCH])
        assert answer["have"]["seq"] == len(entries)
        again = client.post("/api/journal", json={"entries": entries[-BATCH:]}, headers=sender.bearer)
        assert {each["state"] for each in again.json["results"]} == {"known"}
