"""Behind a proxy that ends TLS: the public address is ours, and the cookie stays on TLS."""

from dataclasses import replace

import pytest

from server.app import create_app
from server.config import load_config
from tests.support.calling import OWN
from tests.support.city import NOW, PASSWORD

PUBLIC = "https://xunzheng.example"


@pytest.fixture
def proxied(city):
    """A client whose requests arrive as plain HTTP under an inner name."""
    config = load_config(city.config.data, {"XUNZHENG_PUBLIC_URL": f"{PUBLIC}/"})
    app = create_app(config, replace(city, config=replace(config, database_url=city.config.database_url)))
    app.config.update(TESTING=True, CLOCK=lambda: NOW)
    return app.test_client()


def sign_in(client, origin):
    said = {"username": "zhao", "password": PASSWORD}
    headers = {**OWN, "Host": "10.0.0.7:8000", "Origin": origin}
    return client.post("/api/session", json=said, headers=headers)


def test_pages_of_the_public_address_may_sign_in_and_the_cookie_is_secure(proxied):
    answer = sign_in(proxied, PUBLIC)
    assert answer.status_code == 200
    assert "; Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://xunzheng.example.evil.example", "x"]
)
def test_other_pages_may_not(proxied, client, origin):
    assert sign_in(proxied, origin).json["code"] == "foreign_origin"
    assert sign_in(client, origin).json["code"] == "foreign_origin"


def test_without_tls_anywhere_the_cookie_is_plain(client):
    assert "Secure" not in sign_in(client, "http://10.0.0.7:8000").headers["Set-Cookie"]


def test_a_header_anybody_can_send_makes_no_tls(client):
    said = {"username": "zhao", "password": PASSWORD}
    answer = client.post("/api/session", json=said, headers={**OWN, "X-Forwarded-Proto": "https"})
    assert "Secure" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("env", "secure"), [({}, False), ({"XUNZHENG_SECURE_COOKIES": "1"}, True),
                        ({"XUNZHENG_PUBLIC_URL": PUBLIC}, True),
                        ({"XUNZHENG_PUBLIC_URL": "http://xunzheng.example"}, False)],
)  # fmt: skip
def test_cookies_are_secure_where_somebody_says_so(city, env, secure):
    assert load_config(city.config.data, env).secure_cookies is secure
