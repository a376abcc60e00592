"""A certificate authority that may speak for one name only.

A phone that trusts it is no worse off when its key is stolen: name constraints permit this installation's
`.local` name and exclude every address, so that it can vouch for nothing else. The name and the authority lie
in the data folder, because to a browser a new name is a new, empty store.
"""

import ipaddress
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE = timedelta(days=3650)
LEAF_LIFE = timedelta(days=180)  # Apple refuses more than 825 days, and a short life costs nothing here
RENEW_BEFORE = timedelta(days=60)
BACKDATE = timedelta(days=1)  # a phone's clock may be behind
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Identity:
    """The name phones open, and the files that prove it."""

    name: str
    authority: Path
    chain: Path
    key: Path

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority, in pairs as phones show it."""
        certificate = x509.load_pem_x509_certificate(self.authority.read_bytes())
        return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def load_identity(folder: Path, now: datetime) -> Identity:
    """Return this folder's name and certificates, made when missing and renewed when they run out.

    `folder` is DIR/phone; it is made with mode 0700, keys with 0600.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name_file = folder / "name"
    if not name_file.exists():
        _write(name_file, f"xunzheng-{''.join(secrets.choice(LETTERS) for _ in range(4))}.local".encode())
    identity = Identity(
        name_file.read_text(encoding="ascii").strip(),
        folder / "ca.pem",
        folder / "chain.pem",
        folder / "leaf.key",
    )
    authority_key = folder / "ca.key"
    if not identity.authority.exists():
        _make_authority(identity, authority_key, now)
    if _runs_out(identity.chain, now):
        _make_leaf(identity, authority_key, now)
    return identity


def _runs_out(path: Path, now: datetime) -> bool:
    if not path.exists():
        return True
    return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc - now < RENEW_BEFORE


def _make_authority(identity: Identity, key_file: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(f"Xunzheng CA for {identity.name} only")
    certificate = (
        _certificate(subject, subject, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(_only(identity.name), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(key_file, _pem(key))
    _write(identity.authority, certificate.public_bytes(serialization.Encoding.PEM))


def _make_leaf(identity: Identity, authority_key: Path, now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(identity.authority.read_bytes())
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - we wrote this file
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(_subject(identity.name), authority.subject, key.public_key(), now, LEAF_LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(identity.name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write(identity.key, _pem(key))
    _write(
        identity.chain, certificate.public_bytes(serialization.Encoding.PEM) + identity.authority.read_bytes()
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - BACKDATE)
        .not_valid_after(now.astimezone(UTC) + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _only(name: str) -> x509.NameConstraints:
    every_address = [ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0")]
    return x509.NameConstraints(
        permitted_subtrees=[x509.DNSName(name)],
        excluded_subtrees=[x509.IPAddress(network) for network in every_address],
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
