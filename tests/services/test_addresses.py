"""The address in links and on sheets is the one that the certificate vouches for."""

import ipaddress
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.cli.address import served_url
from tests.support.city import NOW


def certificate(path, names):
    """Write a certificate for these alternative names."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    built = x509.CertificateBuilder(subject, subject, key.public_key(), 1, NOW, NOW + timedelta(days=1))
    if names:
        built = built.add_extension(x509.SubjectAlternativeName(names), critical=True)
    path.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([x509.DNSName("xz.example"), x509.DNSName("other.example")], "https://xz.example:8443"),
        ([x509.DNSName("*.example"), x509.DNSName("xz.example")], "https://xz.example:8443"),
        ([x509.IPAddress(ipaddress.ip_address("192.168.1.5"))], "https://192.168.1.5:8443"),
        ([x509.DNSName("*.example")], "https://10.1.2.3:8443"),
        ([], "https://10.1.2.3:8443"),
    ],
)
def test_everywhere_becomes_a_name_of_the_certificate(tmp_path, monkeypatch, names, said):
    monkeypatch.setattr("server.phone.network.lan_addresses", lambda: ["10.1.2.3"])
    everywhere = "0.0.0.0"  # noqa: S104 - nothing is bound
    assert served_url(everywhere, 8443, certificate(tmp_path / "cert.pem", names)) == said
