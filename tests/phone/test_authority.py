"""The authority of `./run --phone` vouches for its own name and for nothing else, and its name lasts."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.phone import authority
from server.phone.authority import Identity, load_identity

NOW = datetime.now(UTC)


def shake_hands(server: Identity, trusted: Path, name: str) -> None:
    """Do a TLS handshake in memory; raises ssl.SSLError as a strict client would."""
    server_context, client_context = (
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        ssl.create_default_context(cafile=str(trusted)),
    )
    server_context.load_cert_chain(server.chain, server.key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(to_client, to_server, server_hostname=name)
    serving = server_context.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(3):
        for side in (client, serving):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue


def forge(folder: Path, stolen: Identity, name: str) -> Identity:
    """Let the stolen authority sign a leaf for another name."""
    forged = Identity(name, stolen.authority, folder / "forged.pem", folder / "forged.key")
    authority._make_leaf(forged, stolen.authority.with_name("ca.key"), NOW)
    return forged


def test_a_client_that_trusts_it_accepts_its_own_name(tmp_path: Path) -> None:
    identity = load_identity(tmp_path, NOW)
    shake_hands(identity, identity.authority, identity.name)


def test_a_stolen_authority_cannot_vouch_for_another_name(tmp_path: Path) -> None:
    identity = load_identity(tmp_path, NOW)
    forged = forge(tmp_path, identity, "bank.example")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(forged, identity.authority, "bank.example")


def test_name_and_authority_last_while_the_leaf_is_renewed(tmp_path: Path) -> None:
    first = load_identity(tmp_path, NOW)
    before, chain = first.fingerprint, first.chain.read_bytes()
    assert load_identity(tmp_path, NOW).chain.read_bytes() == chain
    later = load_identity(tmp_path, NOW + authority.LEAF_LIFE - timedelta(days=10))
    assert (later.name, later.fingerprint) == (first.name, before)
    assert later.chain.read_bytes() != chain


def test_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    load_identity(tmp_path / "phone", NOW)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "phone").iterdir()} == {0o600}
    assert (tmp_path / "phone").stat().st_mode & 0o777 == 0o700
