"""Public test vectors, where the folder beside the repository is present."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.config import REPOSITORY
from server.domain import jws, merkle

VECTORS = REPOSITORY.parent / "shared" / "vectors"
pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="shared/vectors is not beside the repository")


def count(capsys, name, found, expected):
    assert found == expected
    with capsys.disabled():
        print(f"\n{name}: {found} public vectors agree")  # noqa: T201 - the count is asked for


def raw(text):
    return base64.b64decode(text or "")


def test_merkle(capsys):
    files = sorted((VECTORS / "merkle").rglob("*.json"))
    for file in files:
        said = json.loads(file.read_text())
        proof = [raw(each) for each in said["proof"] or []]
        if "leafIdx" in said:
            index, size = said["leafIdx"], said["treeSize"]
            held = merkle.verify_inclusion(raw(said["leafHash"]), index, size, proof, raw(said["root"]))
        else:
            sizes = said["size1"], said["size2"]
            held = merkle.verify_consistency(*sizes, proof, raw(said["root1"]), raw(said["root2"]))
        assert held is not said["wantErr"], f"{file.parent.name}/{file.name}: {said['desc']}"
    count(capsys, "Merkle", len(files), 196)


def test_p256(capsys):
    said = json.loads((VECTORS / "ecdsa_secp256r1_sha256_p1363_test.json").read_text())
    done = 0
    for group in said["testGroups"]:
        point = bytes.fromhex(group["publicKey"]["uncompressed"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        for test in group["tests"]:
            held = jws.verify(key, bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]))
            assert held is (test["result"] == "valid"), test
            done += 1
    count(capsys, "P-256", done, 262)


def test_ed25519(capsys):
    said = json.loads((VECTORS / "ed25519_test.json").read_text())
    done = 0
    for group in said["testGroups"]:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"]))
        for test in group["tests"]:
            assert holds(key, test) is (test["result"] == "valid"), test
            done += 1
    count(capsys, "Ed25519", done, 151)


def holds(key, test):
    try:
        key.verify(bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]))
    except InvalidSignature:
        return False
    return True
