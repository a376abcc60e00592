"""Every route of the OpenAPI document, asked in every way it allows and in many that it does not.

By hand for longer: `XUNZHENG_EXAMPLES=500 .venv/bin/python -m pytest tests/hostile/test_openapi.py`.
"""

import os
from contextlib import nullcontext, suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from server.app import openapi_document
from server.domain.tus import BODY_TYPE
from server.services import rebuilding
from tests.hostile.answers import LEAKS, city
from tests.support.calling import OWN, sign_in
from tests.support.city import NOW, PASSWORD, enrol
from tests.support.pictures import jpeg
from tests.support.sender import Sender

EXAMPLES = int(os.environ.get("XUNZHENG_EXAMPLES", "3"))
PROMISED = {
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
}  # fmt: skip
OPERATIONS = [
    (path, method)
    for path, operations in openapi_document()["paths"].items()
    for method, operation in operations.items()
    if "responses" in operation
]
# Signing out would end the sessions the others ask with.
LAST = [("/api/session", "delete")]


@schemathesis.serializer(BODY_TYPE)
def octets(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def api():
    load_all_checks()
    return schemathesis.openapi.from_wsgi("/api/openapi.json", city().client.application)


@pytest.fixture(scope="module")
def callers():
    """What a stranger, an officer, a reviewer, an administrator and a phone send along."""
    app, found = city().client.application, {"stranger": {}, "phone": city().bearer}
    for name in ("chen", "liu", "zhao"):
        said = {"username": name, "password": PASSWORD}
        answer = app.test_client().post("/api/session", json=said, headers=OWN)
        found[name] = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], **OWN}
    return found


@pytest.fixture(scope="module")
def known():
    """Names of things that are there, for the gaps of addresses."""
    client, phone = city().client.application.test_client(), enrol(city().store)
    sender, picture, record = Sender(client, phone), jpeg(), "01936000-0000-7000-8000-000000000001"
    sha256 = sender.shoot(picture, preview=jpeg(note="small"))
    sender.upload(picture)
    sender.sync(phone.record(NOW, id=record, shots=[sha256]))
    asked = {"unit": "east-1", "items": ["SCH-01"], "places": ["p-east"], "each_day": True,
             "first_day": "2026-11-22", "last_day": "2026-11-28"}  # fmt: skip
    sign_in(client, "liu")
    made = client.post("/api/tasks", json=asked, headers=OWN).json["id"]
    return {"list_id": made, "unit": "east-1", "record_id": record, "sha256": sha256,
            "rendition": "original", "place_id": "p-east", "person": "u-wang",
            "kid": phone.kid, "edition": "2026.1", "index": 0}  # fmt: skip


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_every_answer_to_anybody_is_a_documented_one(api, callers, known, path, method, mode):
    checks = [check for check in CHECKS.get_all() if check.__name__ in PROMISED]
    assert len(checks) == len(PROMISED)

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def ask(case):
        made = case.path_parameters
        gaps = {name: known[name] for name in made or {}}
        for name, headers in callers.items():
            if (path, method) in LAST and name != "stranger":
                continue
            sent = {"Tus-Resumable": "1.0.0", "Accept-Encoding": "identity", **headers}
            for filled in [made, gaps] if gaps else [made]:
                case.path_parameters = filled
                answer = case.call(headers=sent)
                case.validate_response(answer, checks=checks)
                assert answer.status_code < 400 or not LEAKS.search(answer.text), answer.text[:300]

    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        ask()  # where any text will do there is nothing to get wrong


def test_the_city_has_come_to_no_harm():
    assert rebuilding.check(city().store) == []
