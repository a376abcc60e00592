"""Folders made before a blob belonged to the devices that sent it."""

from sqlalchemy import select, text

from server.services import rebuilding, sync
from server.services.sync import Batch
from server.store.tables import blobs, record_versions
from tests.support.announcing import deliver
from tests.support.city import NOW
from tests.support.migrating import run_step
from tests.support.phone import digest

BEFORE = (
    "CREATE TABLE sent AS SELECT sha256, bytes, stored_at, device, leaf_idx FROM blobs",
    "DROP TABLE blobs",
    (
        "CREATE TABLE blobs (sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, stored_at TEXT NOT NULL,"
        " device TEXT, leaf_idx BIGINT NOT NULL, CONSTRAINT pk_blobs PRIMARY KEY (sha256))"
    ),
    "INSERT INTO blobs SELECT * FROM sent",
    "DROP TABLE sent",
    "ALTER TABLE record_versions DROP COLUMN device",
)


def test_an_older_folder_learns_whose_its_pictures_are(city, phone):
    shot = phone.shot(b"a picture", NOW)
    sync.accept(city, phone.kid, Batch((shot, phone.record(NOW, shots=[digest(b"a picture")]))), NOW)
    deliver(city, b"a picture", phone.kid)
    with city.scratch() as conn:
        for statement in BEFORE:
            conn.execute(text(statement))
        run_step(conn, "0007_possession")
    with city.read() as conn:
        assert conn.scalars(select(blobs.c.device)).all() == [phone.kid]
        assert conn.scalars(select(record_versions.c.device)).all() == [phone.kid]
    assert rebuilding.check(city) == []
