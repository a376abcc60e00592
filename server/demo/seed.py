"""Makes the demo city: units, people, places, edition, then a month of visits and reviews.

Everything goes through the services that real data goes through, with the time of the story
as `now`. The folder is made under another name and renamed when whole, so that a start that
was cut short leaves nothing half made behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from schemas.catalogue import first_edition
from server.config import DEMO_ORIGIN, load_config
from server.demo import accounts
from server.demo.answers import complete
from server.demo.desk import Desk
from server.demo.phone import DemoPhone
from server.demo.places import place_rows
from server.demo.recording import Photo, record, take_photos
from server.demo.sending import Wire
from server.demo.story import DAYS, Visit, plan
from server.demo.streets import streets_file
from server.demo.units import CITY, PEOPLE, unit_rows, user_rows
from server.queries.people import find_user
from server.services.catalogues import publish_edition
from server.services.importing import import_rows
from server.services.networks import load_network
from server.services.sessions import set_password
from server.store.keys import City, create_folder
from server.store.sheets import read_table
from server.store.store import Store, open_store

Say = Callable[[str], None]
ACTOR = "demo"
BATCH = 24
WORKERS = 2


def seed(data: Path, passwords: dict[str, str], now: datetime, say: Say) -> None:
    """Make the demo city in `data`, which must not exist yet; `passwords` by username."""
    half_made = data.with_name(data.name + ".new")
    shutil.rmtree(half_made, ignore_errors=True)
    create_folder(half_made, City(DEMO_ORIGIN, CITY["zh"], CITY["en"], {}))
    store = open_store(load_config(half_made, {}))
    try:
        begin = now - timedelta(days=DAYS + 1)
        found_city(store, passwords, begin)
        phones = enrol_phones(store, begin)
        live_through(store, phones, plan(now), say)
    finally:
        store.close()
    accounts.write_passwords(half_made, passwords)
    half_made.rename(data)


def found_city(store: Store, passwords: dict[str, str], at: datetime) -> None:
    """Import the organisation, the people, the places and the first edition."""
    import_rows(store, "units", unit_rows(), ACTOR, at)
    import_rows(store, "users", user_rows(), ACTOR, at)
    import_rows(store, "places", place_rows(), ACTOR, at)
    publish_edition(store, first_edition(), ACTOR, at)
    load_network(store, read_table("streets.geojson", streets_file()), None, ACTOR, at)
    with store.write() as tx:
        for person in PEOPLE:
            user = find_user(tx.conn, person.id)
            if user is None:
                raise LookupError(person.id)
            set_password(tx, user, passwords[person.username], ACTOR, at)


def enrol_phones(store: Store, at: datetime) -> dict[str, Wire]:
    """Enrol one demo phone for everybody who records."""
    wires = {}
    for person in PEOPLE:
        if person.device:
            wires[person.username] = Wire(store, DemoPhone(person.username))
            wires[person.username].enrol(person, at)
    return wires


def live_through(store: Store, phones: dict[str, Wire], visits: list[Visit], say: Say) -> None:
    """Record, send and review the visits in the order in which they arrive."""
    desk = Desk(store, phones, visits[-1].received_at)
    earlier: dict[str, list[Photo]] = {}
    for number, (visit, drawn) in enumerate(zip(visits, draw_all(visits), strict=True)):
        photos = earlier.get(visit.item, drawn) if visit.twist == "reused" else drawn
        earlier[visit.item] = drawn
        wire = phones[visit.person.username]
        done = complete(visit)
        sending = record(wire.phone, done.visit, photos, done.geo)
        wire.send(sending, visit.received_at)
        desk.review(done.visit, sending)
        if number % 40 == 39:
            say(f"  {number + 1} / {len(visits)}")


def draw_all(visits: list[Visit]) -> Iterator[list[Photo]]:
    """Draw the pictures of all visits, on all cores, in order."""
    with ProcessPoolExecutor(WORKERS) as pool:
        yield from pool.map(take_photos, visits, chunksize=BATCH)
