"""The guide opens the steps of the phone that asks and hands out the authority itself."""

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from server.phone.authority import Identity, load_identity
from server.phone.guide import page, serve_guide, system_of

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15"
HUAWEI = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1.6.1 Mobile"


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    return load_identity(tmp_path, datetime.now(UTC))


@pytest.fixture
def guide(identity: Identity) -> Iterator[http.client.HTTPConnection]:
    server = serve_guide(identity, 8000, 0)
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    yield connection
    connection.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("agent", "system"),
    [(IPHONE, "ios"), (HUAWEI, "harmony"), ("Mozilla/5.0 (Linux; Android 14)", "android"), ("", "android")],
)
def test_the_phones_own_steps_are_open(identity: Identity, agent: str, system: str) -> None:
    assert system_of(agent) == system
    text = page(identity, 8000, agent).decode()
    assert f'data-system="{system}" open' in text
    assert text.count(" open>") == 1
    assert f"https://{identity.name}:8000/" in text


def test_it_serves_the_certificate_phones_install(
    identity: Identity, guide: http.client.HTTPConnection
) -> None:
    guide.request("GET", "/ca.crt")
    answer = guide.getresponse()
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    constraints = x509.load_pem_x509_certificate(answer.read()).extensions.get_extension_for_class(
        x509.NameConstraints
    )
    assert constraints.critical
    assert constraints.value.permitted_subtrees == [x509.DNSName(identity.name)]


def test_it_serves_no_other_file(guide: http.client.HTTPConnection) -> None:
    guide.request("GET", "/ca.key")
    assert guide.getresponse().status == 404
