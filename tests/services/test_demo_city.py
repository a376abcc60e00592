"""The demo city is fictional, whole, and enters through the same doors as real data."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from schemas.catalogue import first_edition
from server.config import DEMO_ORIGIN, load_config
from server.demo.answers import complete
from server.demo.phone import DemoPhone
from server.demo.places import CAFE_DISTANCES_M, place_rows
from server.demo.recording import record, take_photos
from server.demo.seed import enrol_phones, found_city, live_through
from server.demo.sending import Wire
from server.demo.story import plan
from server.demo.units import CITY, PEOPLE, unit_rows
from server.domain.catalogue import catalogue_from
from server.domain.geo import place_from, school_rule
from server.domain.problems import DemoOnlyProblem, WrongLedgerProblem
from server.queries.walks import network_edition, streets_around
from server.services import sync
from server.store.keys import City, create_folder
from server.store.store import Store, open_store

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PASSWORDS = {person.username: "a-quiet-morning" for person in PEOPLE}


def _city(folder: Path, origin: str) -> Store:
    create_folder(folder, City(origin, CITY["zh"], CITY["en"], {}))
    store = open_store(load_config(folder, {}))
    found_city(store, PASSWORDS, NOW - timedelta(days=31))
    return store


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Store]:
    store = _city(tmp_path / "demo", DEMO_ORIGIN)
    yield store
    store.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Store]:
    store = _city(tmp_path / "real", "xunzheng/abcd2345")
    yield store
    store.close()


def test_has_five_districts_all_roles_and_enough_places_and_visits() -> None:
    units = Counter(row["kind"] for row in unit_rows())
    roles = {role for person in PEOPLE for role in person.roles}
    assert units["branch"] == 5
    assert units["station"] == 15
    assert roles == {"officer", "observer", "reviewer", "liaison", "office", "auditor", "admin"}
    assert len(PEOPLE) >= 8
    assert len({row["id"] for row in place_rows()}) >= 80
    visits = plan(NOW)
    assert len(visits) >= 300
    assert visits[-1].at - visits[0].at > timedelta(days=27)


@pytest.mark.parametrize(
    ("distance_m", "verdict"), [*zip(CAFE_DISTANCES_M, ("inside", "uncertain", "outside"), strict=True)]
)
def test_internet_cafes_stand_at_telling_distances(distance_m: float, verdict: str) -> None:
    catalogue = catalogue_from(first_edition())
    places = [place_from(row) for row in place_rows()]
    judged = [
        school_rule(catalogue, catalogue.geo_rules["school_radius"], cafe.position, 15, places)
        for cafe in places
        if cafe.category == "internet_cafe"
    ]
    found = [one for one in judged if one and abs(one.distance_m - distance_m) <= 1]
    assert found
    assert {one.verdict for one in found} == {verdict}


def test_each_cafe_is_farther_on_foot_than_as_the_crow_flies(demo: Store) -> None:
    rows = place_rows()
    schools = {row["id"]: place_from(row) for row in rows if row["gates"]}
    with demo.read() as conn:
        network = network_edition(conn)
        assert network
        for cafe in (place_from(row) for row in rows if row["category"] == "internet_cafe"):
            school = schools[cafe.id.replace("cafe", "school")]
            streets = streets_around(conn, network, school.gates)
            walked = streets and streets.walk(cafe.position, 8)
            assert walked
            assert walked.straight_m + 20 < walked.distance_m < 600


def test_the_same_story_is_drawn_each_time() -> None:
    visit = plan(NOW)[5]
    first, second = take_photos(visit), take_photos(visit)
    assert [photo.sha256 for photo in first] == [photo.sha256 for photo in second]
    assert plan(NOW) == plan(NOW)


def test_a_visit_arrives_as_signed_entries_with_its_pictures(demo: Store) -> None:
    visits = plan(NOW)[:6]
    live_through(demo, enrol_phones(demo, NOW - timedelta(days=31)), visits, lambda _line: None)
    with demo.read() as conn:
        records = conn.execute(text("select id, item from records")).all()
        kept = conn.execute(text("select sha256 from blobs")).scalars().all()
    assert sorted(row.item for row in records) == sorted(visit.item for visit in visits)
    for sha256 in kept:
        with demo.blobs.open(sha256) as file:
            assert hashlib.sha256(file.read()).hexdigest() == sha256


def test_no_other_ledger_enrols_a_demo_phone(real: Store) -> None:
    with pytest.raises(DemoOnlyProblem):
        Wire(real, DemoPhone("officer")).enrol(PEOPLE[0], NOW)


def test_no_other_ledger_takes_a_demo_journal(real: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = DemoPhone("officer")
    _enrol_as_real(real, phone, monkeypatch)
    visit = next(visit for visit in plan(NOW) if visit.person.username == "officer")
    done = complete(visit)
    sending = record(phone, done.visit, take_photos(visit), done.geo)
    outcome = sync.accept(real, phone.kid, sync.Batch(tuple(sending.entries)), NOW)
    assert [result.state for result in outcome.results] == ["refused"] * len(sending.entries)
    assert isinstance(outcome.results[0].problem, WrongLedgerProblem)


def _enrol_as_real(store: Store, phone: DemoPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who computed a demo key passes it off as a real phone's."""
    from server.demo import sending as module
    from server.services.enrolling import Enrolment

    monkeypatch.setattr(
        module,
        "Enrolment",
        lambda code, jwk, label, proof, demo: Enrolment(code, jwk, label, proof, demo=not demo),
    )
    Wire(store, phone).enrol(PEOPLE[0], NOW)
