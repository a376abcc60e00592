"""The desk's routes: who gets in, what a decision answers, and what bad input meets."""

import pytest

from tests.support import city as cast
from tests.support.scenes import Scene

OWN = {"X-Xunzheng": "1"}
DECIDED = {"decision": "accept", "revision": 0}
LONG = "x" * 501
HOSTILE = [
    "../../etc/passwd",
    "%00",
    "%2e%2e",
    "' OR 1=1 --",
    "<script>",
    "🐕" * 50,
    "a" * 3000,
    "\ud7ff",
]


@pytest.fixture
def scene(city):
    return Scene(city)


def sign_in(app, name):
    client = app.test_client()
    answer = client.post("/api/session", json={"username": name, "password": cast.PASSWORD}, headers=OWN)
    assert answer.status_code == 200, answer.get_json()
    return client


def code(answer):
    assert answer.content_type.startswith("application/problem+json"), answer.data
    return answer.status_code, answer.get_json()["code"]


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(app):
    client = app.test_client()
    answer = client.post("/api/session", json={"username": "liu", "password": cast.PASSWORD}, headers=OWN)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert answer.get_json()["user"]["unit"] == {"id": "east", "name": "east"}
    assert client.get("/api/session").get_json()["user"]["username"] == "liu"
    assert client.delete("/api/session", headers=OWN).status_code == 204
    assert code(client.get("/api/session")) == (401, "sign_in")


@pytest.mark.parametrize("headers", [{}, {"X-Xunzheng": "0"}, {**OWN, "Origin": "https://evil.example"}])
def test_writes_come_only_from_our_own_pages(app, headers):
    client = sign_in(app, "liu")
    for method, path in (
        ("POST", "/api/session"),
        ("DELETE", "/api/session"),
        ("POST", "/api/session/password"),
        ("POST", "/api/setup"),
        ("POST", "/api/records/x/decision"),
        ("POST", "/api/records/x/undo"),
        ("POST", "/api/people/x/enrol-code"),
        ("POST", "/api/devices/x/revoke"),
    ):
        assert code(client.open(path, method=method, headers=headers, json={})) == (403, "foreign_origin"), (
            path
        )
    assert client.get("/api/session").status_code == 200


RIGHTS = {
    "chen": {"/api/session": 200, "/api/units": 200, "/api/queue": 403, "/api/people": 403},
    "liu": {"/api/queue": 200, "/api/queue/counts": 200, "/api/people": 403, "/api/places": 200},
    "sun": {"/api/queue": 200, "/api/people": 200},
    "zhao": {"/api/queue": 200, "/api/people": 200},
}


@pytest.mark.parametrize(
    ("name", "path", "status"), [(n, p, s) for n, row in RIGHTS.items() for p, s in row.items()]
)
def test_each_role_reads_what_is_its_own(app, name, path, status):
    assert sign_in(app, name).get(path).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/api/queue",
        "/api/queue/counts",
        "/api/people",
        "/api/units",
        "/api/records/x",
        "/api/records/x/proofs",
    ],
)
def test_nothing_is_read_without_signing_in(app, path):
    assert code(app.test_client().get(path)) == (401, "sign_in")


def test_a_record_of_another_unit_is_not_found_in_any_way(app, scene):
    record = scene.officer("wang").inspects().syncs()
    liu = sign_in(app, "liu")
    for answer in (
        liu.get(f"/api/records/{record.id}"),
        liu.get(f"/api/records/{record.id}/proofs"),
        liu.post(f"/api/records/{record.id}/decision", json=DECIDED, headers=OWN),
        liu.post(f"/api/records/{record.id}/undo", json={"revision": 0}, headers=OWN),
    ):
        assert code(answer) == (404, "not_found")
    assert liu.get("/api/queue").get_json()["rows"] == []
    assert liu.get("/api/queue?unit=west").get_json()["rows"] == []
    assert liu.get("/api/queue/counts").get_json()["states"]["submitted"] == 0


def test_a_decision_answers_with_the_record_and_its_next_buttons(app, scene):
    record = scene.officer().inspects(photos=2).syncs()
    liu = sign_in(app, "liu")
    seen = liu.get(f"/api/records/{record.id}").get_json()
    assert seen["may"] == {"accept": True, "return": True, "reject": True, "undo": False, "why_not": None}
    assert [photo["stored"] for photo in seen["photos"]] == [True, True]
    assert seen["time"]["offset"] == 480
    done = liu.post(f"/api/records/{record.id}/decision", json=DECIDED, headers=OWN).get_json()
    assert (done["state"], done["revision"], done["may"]["undo"]) == ("accepted", 1, True)
    undone = liu.post(f"/api/records/{record.id}/undo", json={"revision": 1}, headers=OWN).get_json()
    assert undone["state"] == "submitted"


def test_the_loser_of_two_reviewers_is_told_by_the_api(app, scene):
    record = scene.officer().inspects().syncs()
    scene.reviewer("zhao").rejects(record)
    answer = sign_in(app, "liu").post(f"/api/records/{record.id}/decision", json=DECIDED, headers=OWN)
    assert code(answer) == (409, "stale")
    assert (answer.get_json()["by"], answer.get_json()["decision"]) == ("赵", "reject")
    assert answer.get_json()["at"].endswith("Z")


def test_accepting_too_early_names_the_missing_pictures(app, scene):
    record = scene.officer().inspects(photos=1).sends_entries()
    answer = sign_in(app, "liu").post(f"/api/records/{record.id}/decision", json=DECIDED, headers=OWN)
    assert code(answer) == (409, "evidence_pending")
    assert answer.get_json()["pictures"] == [photo["sha256"] for photo in record.now["photos"]]
    assert answer.get_json()["permanent"] is False


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"decision": "approve", "revision": 0}, (422, "invalid_request")),
        ({"decision": "undo", "revision": 0}, (422, "invalid_request")),
        ({"decision": "accept"}, (422, "invalid_request")),
        ({"decision": "accept", "revision": "0"}, (422, "invalid_request")),
        ({"decision": "accept", "revision": -1}, (422, "invalid_request")),
        ({"decision": "accept", "revision": 10**30}, (422, "invalid_request")),
        ({"decision": "accept", "revision": 0, "extra": 1}, (422, "invalid_request")),
        ({"decision": "return", "revision": 0}, (422, "reason_needed")),
        ({"decision": "return", "revision": 0, "reason": "duplicate"}, (422, "reason_needed")),
        ({"decision": "return", "revision": 0, "reason": "other", "words": " "}, (422, "reason_needed")),
        ({"decision": "return", "revision": 0, "reason": "other", "words": LONG}, (422, "invalid_request")),
        ([], (422, "invalid_request")),
    ],
)  # fmt: skip
def test_a_badly_formed_decision_is_refused(app, scene, said, expected):
    record = scene.officer().inspects().syncs()
    answer = sign_in(app, "liu").post(f"/api/records/{record.id}/decision", json=said, headers=OWN)
    assert code(answer) == expected
    assert record.state == "submitted"


RETURNED = '{"decision":"return","revision":0,"reason":"other","words":"%s"}'
UNREADABLE = [
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 5000,
    b'{"decision":"accept","decision":"reject","revision":0}',
    (RETURNED % "a\\u0000b").encode(),
    (RETURNED % "a\\ud800b").encode(),
]


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_is_no_json_decides_nothing(app, scene, raw):
    record = scene.officer().inspects().syncs()
    client = sign_in(app, "liu")
    answer = client.post(
        f"/api/records/{record.id}/decision", data=raw, headers=OWN, content_type="application/json"
    )
    assert answer.status_code in {400, 422}
    assert record.state == "submitted"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_addresses_and_filters_finds_nothing(app, text):
    client = sign_in(app, "zhao")
    for answer in (
        client.get("/api/queue", query_string={"q": text[:100]}),
        client.get("/api/queue", query_string={"cursor": text}),
        client.get("/api/queue", query_string={"unit": text[:40], "item": text[:40], "flag": text[:40]}),
        client.get("/api/people", query_string={"q": text[:60]}),
        client.get("/api/places", query_string={"q": text[:60]}),
        client.get(f"/api/records/{text}"),
        client.get(f"/api/places/{text}"),
        client.post(f"/api/people/{text}/enrol-code", headers=OWN),
        client.post(f"/api/devices/{text}/revoke", json={"reason": "x"}, headers=OWN),
    ):
        assert answer.status_code in {200, 400, 404, 405, 422}, answer.get_data(as_text=True)
        if answer.status_code == 200:
            found = answer.get_json()
            assert not (found.get("rows") if isinstance(found, dict) else found)


def test_pages_continue_where_the_last_one_ended(app, scene):
    officer = scene.officer()
    sent = [officer.inspects(photos=0).syncs().id for _ in range(7)]
    client, seen, cursor = sign_in(app, "liu"), [], ""
    for _ in range(4):
        page = client.get(f"/api/queue?limit=2&cursor={cursor}").get_json()
        seen += [row["id"] for row in page["rows"]]
        cursor = page["cursor"]
    assert cursor is None
    assert seen == sent


def test_filters_narrow_the_queue_and_the_counts_agree(app, scene):
    east, west = scene.officer("chen"), scene.officer("wang")
    east.inspects("DOG-01", photos=0, address="人民公园").syncs()
    east.inspects("SCH-01", photos=0).syncs()
    west.inspects("DOG-01", photos=0, position=None).syncs()
    client = sign_in(app, "zhao")
    questions = {
        "unit=east": 2,
        "item=DOG-01": 2,
        "flag=no_position": 1,
        "q=人民公园": 1,
        "q=陈": 2,
        "unit=nowhere": 0,
    }
    for question, expected in questions.items():
        assert len(client.get(f"/api/queue?{question}").get_json()["rows"]) == expected, question
        if not question.startswith("q="):
            counts = client.get(f"/api/queue/counts?{question}").get_json()
            assert counts["states"]["submitted"] == expected, question
    counts = client.get("/api/queue/counts").get_json()
    units = {unit["id"]: unit["n"] for unit in counts["units"]}
    assert units == {"city": 3, "east": 2, "east-1": 2, "west": 1, "west-1": 1}
    assert {item["code"]: item["n"] for item in counts["items"]} == {"DOG-01": 2, "SCH-01": 1}
    for flag in counts["flags"]:
        assert len(client.get(f"/api/queue?flag={flag['code']}").get_json()["rows"]) == flag["n"]


def test_proofs_of_a_record_hold_against_one_checkpoint(app, scene, city):
    from server.domain import merkle
    from server.domain.checkpoint import open_checkpoint

    record = scene.officer().inspects(photos=2).syncs()
    found = sign_in(app, "liu").get(f"/api/records/{record.id}/proofs").get_json()
    head = open_checkpoint(found["checkpoint"], city.signer.vkey)
    receipts = [part["receipt"] for part in [*found["entries"], *found["blobs"]]]
    assert (len(found["entries"]), len(found["blobs"])) == (3, 2)
    for receipt in receipts:
        leaf = merkle.hash_leaf(receipt["leaf"].encode())
        proof = [bytes.fromhex(each) for each in receipt["proof"]]
        assert merkle.verify_inclusion(leaf, receipt["index"], head.size, proof, head.root)


ODD = [
    {"geo": [1], "position": "here", "note": {"a": 1}, "level": 5},
    {"geo": {"place": 7}, "position": {"lat": 10**12, "lon": None}, "guidance": [], "mode": None},
    {"answers": {"action": {"deep": [1, None]}, "": "x", "_": [["a"]]}, "counts": {"worn": "many"}},
    {"answers": [], "counts": 3, "partner": 5, "source_no": 1.5},
    {"item": "NO-SUCH", "edition": "1999.9", "result": "perhaps", "address": "<img src=x onerror=alert(1)>"},
    {"place": "nowhere", "nature": "🐕" * 300, "replaces": "f" * 64, "answers": {"action": "unclear"}},
]


@pytest.mark.parametrize("body", ODD)
def test_a_record_with_an_odd_body_is_shown_like_any_other(app, scene, body):
    record = scene.officer().inspects(**{"photos": 1, **body}).syncs()
    client = sign_in(app, "liu")
    for address in (
        f"/api/records/{record.id}",
        "/api/queue",
        "/api/queue/counts",
        f"/api/records/{record.id}/proofs",
    ):
        answer = client.get(address)
        parked = answer.status_code == 404 and "records/" in address
        assert answer.status_code == 200 or parked, answer.get_data(as_text=True)


def test_names_come_in_the_language_asked_for(app, scene):
    scene.officer().inspects("DOG-01", photos=0).syncs()
    client = sign_in(app, "liu")
    zh = client.get("/api/queue").get_json()["rows"][0]["item_name"]
    en = client.get("/api/queue", headers={"Accept-Language": "en"}).get_json()["rows"][0]["item_name"]
    assert zh != en and en.isascii()


def test_an_enrolment_code_comes_with_a_link_and_a_picture_of_it(app):
    own = {**OWN, "Origin": "https://localhost"}
    answer = sign_in(app, "zhao").post("/api/people/u-chen/enrol-code", headers=own)
    found = answer.get_json()
    assert answer.status_code == 201
    assert found["url"] == f"https://localhost/#/enrol?code={found['code']}"
    assert found["qr_svg"].startswith("<svg")
    assert found["first_password"] is None
    assert code(sign_in(app, "sun").post("/api/people/u-chen/enrol-code", headers=OWN)) == (403, "forbidden")


def test_revoking_needs_a_reason(app, phone):
    client = sign_in(app, "zhao")
    assert code(client.post(f"/api/devices/{phone.kid}/revoke", json={"reason": ""}, headers=OWN)) == (
        422,
        "invalid_request",
    )
    assert (
        client.post(f"/api/devices/{phone.kid}/revoke", json={"reason": "lost"}, headers=OWN).status_code
        == 204
    )


def test_a_password_change_is_told_apart_from_a_weak_one(app):
    client = sign_in(app, "liu")
    path = "/api/session/password"
    assert code(client.post(path, json={"old": "x", "new": "y"}, headers=OWN)) == (401, "wrong_password")
    weak = {"old": cast.PASSWORD, "new": "liu"}
    assert code(client.post(path, json=weak, headers=OWN)) == (422, "weak_password")
    good = {"old": cast.PASSWORD, "new": "quite another one"}
    assert client.post(path, json=good, headers=OWN).status_code == 204
    assert client.get("/api/session").status_code == 200


def test_setup_is_closed_where_there_is_an_administrator(app):
    said = {"token": "x", "username": "boss", "name": "主任", "password": "correct horse battery"}
    assert code(app.test_client().post("/api/setup", json=said, headers=OWN)) == (403, "setup_closed")
