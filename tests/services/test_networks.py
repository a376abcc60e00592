"""Loading the walking network: one event, views that a rebuild repeats, news for phones, flags by it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.domain.events import Event
from server.queries.changes import Reader, changes
from server.services import rebuilding, sync
from server.services.importing import import_rows
from server.services.networks import load_network, look_at_network
from server.services.sync import Batch
from server.store.sheets import read_table
from server.store.tables import leaves, walk_lines
from tests.support.city import NOW, user_of
from tests.support.streets import CAFE, ROUND, geojson, line, school, spot


def load(city, *shapes):
    return load_network(city, read_table("roads.geojson", geojson(*shapes)), None, "operator", NOW)


def size(city):
    with city.read() as conn:
        return conn.scalar(select(func.count()).select_from(leaves))


def news(city, phone, cursor=None, name="chen"):
    with city.read() as conn:
        return changes(conn, Reader(user_of(city, name), phone.kid, "zh"), cursor, 500)


def streets_in(page):
    said = {each["subject"]: each["state"] for each in page["subjects"]}
    return {subject: state for subject, state in said.items() if subject.startswith("walks:")}


@pytest.fixture
def walked(city):
    """A city that measures on foot and has a school."""
    with city.write() as tx:
        said = {"values": {"local_parameters": {"school_distance_method": "gate_path"}}}
        tx.append(Event("settings.changed", "settings:city", "setup", NOW, said))
    import_rows(city, "places", [school(), school("p-far", "west")], "setup", NOW)
    return city


def test_a_network_is_one_leaf_a_dry_run_none_and_the_same_again_none(city):
    before = size(city)
    sheets = read_table("roads.geojson", geojson(*ROUND))
    assert not look_at_network(city, sheets, None).known
    assert size(city) == before
    assert not load(city, *ROUND).known
    assert load(city, *ROUND).known
    assert size(city) == before + 1
    assert rebuilding.check(city) == []


def test_a_new_network_replaces_the_old_one_whole_and_an_unusable_file_replaces_nothing(city):
    load(city, *ROUND)
    load(city, line((0, 0), (0, 50)))
    load(city, None)
    with city.read() as conn:
        assert conn.execute(select(walk_lines.c.line)).scalars().all() == [[300000000, 1040000000, 4511, 0]]
    assert rebuilding.check(city) == []


def test_phones_get_the_streets_around_their_own_schools_and_hear_when_these_change(walked, phone):
    assert streets_in(news(walked, phone)) == {}
    load(walked, *ROUND)
    page = news(walked, phone)
    [(subject, state)] = streets_in(page).items()
    assert (subject, state["reach_m"], len(state["lines"])) == ("walks:p-school", 600, 2)
    assert streets_in(news(walked, phone, page["cursor"])) == {}
    moved = school() | {"gates": [{"name": "南门", **spot(0, 5000)}]}
    import_rows(walked, "places", [moved], "setup", NOW)
    assert streets_in(news(walked, phone, page["cursor"])) == {"walks:p-school": None}


def test_a_page_holds_few_schools_with_streets(walked, phone):
    import_rows(walked, "places", [school(f"p-{n:02}") for n in range(25)], "setup", NOW)
    load(walked, *ROUND)
    pages, cursor, more = [], None, True
    while more:
        page = news(walked, phone, cursor)
        pages.append(len(streets_in(page)))
        cursor, more = page["cursor"], page["more"]
    assert max(pages) <= 10
    assert sum(pages) == 26


def cafe(phone, verdict, **geo):
    phone_said = {"rule": "school_radius", "place": "p-school", "method": "gate_path", "distance_m": 340,
                  "error_m": 6, "verdict": verdict, **geo}  # fmt: skip
    position = {**CAFE, "acc_m": 6, "alt_m": None, "age_ms": 900, "nudged": None}
    answers = {"trading": "open_now", "no_minor_sign": False}
    return phone.record(
        NOW - timedelta(minutes=1), item="SCH-01", answers=answers, position=position, geo=phone_said
    )


def doubts(city, phone, entry):
    outcome = sync.accept(city, phone.kid, Batch((entry,)), NOW)
    return [flag.detail for flag in outcome.results[0].flags if flag.code == "distance_uncertain"]


def test_the_server_measures_on_foot_and_names_the_network_it_measured_on(walked, phone):
    edition = load(walked, *ROUND).network.edition
    assert doubts(walked, phone, cafe(phone, "outside", network=edition)) == []
    assert doubts(walked, phone, cafe(phone, "inside")) == [f"340 ± 6 m, gate_path, {edition}"]
    load(walked, ROUND[0])
    assert doubts(walked, phone, cafe(phone, "outside", network=edition)) == ["100 ± 6 m, gate_line"]
    with walked.read() as conn:
        told = conn.scalars(
            select(leaves.c.payload).where(leaves.c.payload.contains(f"gate_path, {edition}"))
        )
        assert len([json.loads(each) for each in told]) == 1
    assert rebuilding.check(walked) == []


def test_a_city_that_measures_to_the_wall_looks_at_no_street(city, phone):
    import_rows(city, "places", [school()], "setup", NOW)
    load(city, *ROUND)
    assert doubts(city, phone, cafe(phone, "outside", method="point_line")) == ["100 ± 6 m"]
