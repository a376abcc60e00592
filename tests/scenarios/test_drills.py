"""Drills with real phones: a restore that nobody notices, and yesterday's backup."""

import shutil
import threading

import pytest
from sqlalchemy import select

from server.domain import merkle
from server.domain.events import Event
from server.domain.review import Ruling
from server.queries import heads
from server.queries import ledger as log
from server.queries.missing import longest_log_seen, missing
from server.queries.people import find_user
from server.services import erasing, rebuilding, reviewing
from server.services.erasing import Order
from server.services.restarting import restart_ledger
from server.services.sessions import set_password
from server.store.keys import load_recovery
from server.store.tables import entries, entry_flags, leaves
from tests.faults.phones import PhoneError
from tests.support.city import PASSWORD, user_of
from tests.support.crew import TEN, code_for, is_quiet, now
from tests.support.real_server import RealServer
from tests.support.restoring import every_blob, everything


class ServerAhead(RealServer):
    """The real server a month later: phones let go of the full pictures they have receipts for."""

    def command(self):
        return [*super().command()[:-1], "tests.support.month_ahead:app"]


def words_of(store):
    """Give all entries that have words, by hash."""
    with store.read() as conn:
        query = leaves.select().where(leaves.c.type == "entry", leaves.c.jws.is_not(None))
        return {row.entry_hash: row.jws for row in conn.execute(query)}


def test_a_restore_into_an_empty_folder_is_the_same_city_and_phones_go_on(city, crew, serve, vault):
    server = serve(city)
    crew.enrol(city, server)
    crew.records()
    assert all(map(is_quiet, crew.syncs().values()))
    server.kill()
    vault.back_up(city, now())
    again, told = vault.restore(now())
    assert (told.missing, told.findings) == ((), ())
    assert everything(again) == everything(city)
    assert every_blob(again) == every_blob(city)
    with again.read() as conn, city.read() as old:
        assert again.checkpoint(log.head(conn)) == city.checkpoint(log.head(old))
    city.close()
    shutil.rmtree(city.config.data)
    server = serve(again)
    crew.moves_to(server)
    crew.records()
    shown = crew.syncs()
    assert all(map(is_quiet, shown.values())), shown
    server.kill()
    for name in TEN:
        entries, pictures = crew.promised(name)
        assert entries <= words_of(again).keys()
        assert pictures <= set(again.blobs.names())
        assert crew.holds(name)["alarm"] is None
    assert rebuilding.check(again) == []
    again.close()


def test_a_backup_is_whole_though_phones_were_sending(city, crew, serve, vault):
    server = serve(city)
    crew.enrol(city, server)
    crew.records()
    done = threading.Event()

    def keep_sending():
        while not done.is_set():
            crew.records()
            crew.syncs()

    sending = threading.Thread(target=keep_sending)
    sending.start()
    for _ in range(3):
        vault.back_up(city, now())
    done.set()
    sending.join()
    server.kill()
    again, told = vault.restore(now())
    assert (told.missing, told.findings) == ((), ())
    with again.read() as conn, city.read() as old:
        had, has = log.head(conn), log.head(old)
        proof = log.consistency(old, had.size, has.size)
    proof = [bytes.fromhex(each) for each in proof]
    assert merkle.verify_consistency(had.size, has.size, proof, had.root, has.root)
    again.close()


def test_yesterdays_backup_is_healed_by_the_phones(city, crew, serve, vault):
    server = serve(city)
    crew.enrol(city, server)
    first = crew.records()
    assert all(map(is_quiet, crew.syncs().values()))
    vault.back_up(city, now())
    with city.read() as conn:
        restored_size = log.head(conn).size
    second = crew.records(TEN[:8])
    crew.syncs(TEN[:8])
    unsent = crew.records(TEN[8:])
    what_happened_since(city, first, second)
    crew.records(["p4"])
    crew.syncs(["p4"])
    server.kill()
    a_month_passes(crew, serve(city, ServerAhead), "p2")
    pruned = second["p2"]["shots"][0]
    with city.read() as conn:
        lost_size = log.head(conn).size
    recovery = load_recovery(city.config.data / "offline" / "recovery.json")
    erasures = vault.keys.with_name("list")
    shutil.copy(city.config.data / "erasures.log", erasures)
    city.close()
    shutil.rmtree(city.config.data)

    again, told = vault.restore(now(), erasures=erasures)
    assert (told.missing, told.findings, told.erased) == ((), (), 2)
    server = serve(again)
    crew.moves_to(server)
    # Without a note nobody believes the shorter log: phones stop and keep everything.
    assert {each["phase"] for each in crew.syncs(TEN[:8]).values()} == {"alarm"}
    restart_ledger(again, recovery, "restored on Sunday", now())
    for _ in range(3):
        shown = crew.syncs()
    server.kill()

    erased = set(again.erasures.read())
    assert {first["p0"]["entry_hash"], second["p1"]["entry_hash"]} < erased
    for name in TEN:
        entries, pictures = crew.promised(name)
        assert entries - erased <= words_of(again).keys(), name
        assert pictures - again.erasures.pictures() - {pruned} <= set(again.blobs.names()), name
        vault_of = crew.holds(name)
        assert vault_of["alarm"] is None
        with again.read() as conn:
            assert heads.head(conn, crew.kids[name]).seq == vault_of["chain"]["seq"]
        assert all(each["shown"] == "sent" for each in vault_of["entries"]), name
    assert erased.isdisjoint(words_of(again))
    assert again.erasures.pictures().isdisjoint(again.blobs.names())
    assert shown["p8"]["unsent_entries"] == 0 and unsent["p8"]["entry_hash"] in words_of(again)
    with again.read() as conn:
        assert [(each.kind, each.hash) for each in missing(conn)] == [("picture", pruned)]
        assert restored_size < longest_log_seen(conn) <= lost_size
    assert rebuilding.check(again) == []
    again.close()


def a_month_passes(crew, server, name):
    """One phone meets a server a month later, and lets its full pictures go."""
    crew.moves_to(server)
    assert is_quiet(crew.syncs([name])[name])
    server.kill()


def what_happened_since(city, first, second):
    """The desk returns a record, and two records are erased: one that the backup holds, one it does not."""
    reviewing.decide(
        city, first["p3"]["id"], user_of(city, "zhao"), Ruling("return", 0, "other", "x", ""), now()
    )
    for record in (first["p0"], second["p1"]):
        erasing.erase(city, record["entry_hash"], Order("court order 7", "operator", now()))


def test_phones_enrolled_since_the_backup_find_their_way_back(city, crew, serve, vault):
    server = serve(city)
    crew.joins(city, server, "p0", "chen")
    crew.records(["p0"])
    crew.syncs(["p0"])
    vault.back_up(city, now())
    # One more phone of an officer whom the backup knows, and one of an officer who came later.
    hire(city, "u-gao-1", "east-1")
    crew.joins(city, server, "p1", "chen")
    crew.joins(city, server, "p2", "gao")
    first = crew.records(["p0", "p1", "p2"])
    assert all(map(is_quiet, crew.syncs(["p0", "p1", "p2"]).values()))
    written = words_of(city)
    doubted = {name: doubts(city, record["entry_hash"]) for name, record in first.items()}
    recovery = load_recovery(city.config.data / "offline" / "recovery.json")
    server.kill()
    city.close()
    shutil.rmtree(city.config.data)

    again, _ = vault.restore(now())
    restart_ledger(again, recovery, "restored on Sunday", now())
    hire(again, "u-gao-2", "west-1")
    server = serve(again)
    crew.moves_to(server, ["p0", "p1", "p2"])
    shown = crew.syncs(["p0", "p1", "p2"])
    assert is_quiet(shown["p0"])
    for name in ("p1", "p2"):
        assert (shown[name]["phase"], shown[name]["unsent_records"], shown[name]["delivered"]) == (
            "stranger", 1, 0,
        )  # fmt: skip
    crew.records(["p1", "p2"])
    assert crew.syncs(["p1"])["p1"]["unsent_records"] == 2
    with pytest.raises(PhoneError, match="code_invalid"):
        crew.joins_again("p1", code_for(again, "wang"))
    for name, officer in (("p1", "chen"), ("p2", "gao")):
        crew.joins_again(name, code_for(again, officer))
    shown = crew.syncs(["p1", "p2"])
    assert all(map(is_quiet, shown.values())), shown
    server.kill()

    kept = words_of(again)
    for name in ("p1", "p2"):
        promised, pictures = crew.promised(name)
        chain = chain_of(again, crew.kids[name])
        assert [seq for seq, _ in chain] == list(range(1, 5)), name
        assert {each for _, each in chain} == promised
        assert all(kept[each] == written[each] for each in promised & written.keys())
        assert pictures <= set(again.blobs.names())
        assert all(each["shown"] == "sent" for each in crew.holds(name)["entries"]), name
    # The lost log's checkpoints are unknown here; nobody's clock is doubted for it.
    assert doubts(again, first["p1"]["entry_hash"]) == doubted["p1"] | {"unknown_beacon"}
    assert doubts(again, first["p2"]["entry_hash"]) == doubted["p2"] | {"unknown_beacon", "no_right"}
    assert rebuilding.check(again) == []
    again.close()


def hire(store, user_id, unit):
    """Give an officer an account, as an administrator's list does."""
    row = {"id": user_id, "username": "gao", "name": "高", "roles": ["officer"], "unit_id": unit}
    said = {"rows": [{**row, "active": True}]}
    with store.write() as tx:
        tx.append(Event("user.imported", "import:users", "setup", now(), said, touches=(f"user:{user_id}",)))
        set_password(tx, find_user(tx.conn, user_id), PASSWORD, "setup", now())


def chain_of(store, kid):
    """Give (seq, hash) of a device's entries in the order in which they were admitted."""
    with store.read() as conn:
        query = select(entries.c.seq, entries.c.hash).where(entries.c.device == kid)
        return [tuple(row) for row in conn.execute(query.order_by(entries.c.leaf_idx))]


def doubts(store, entry_hash):
    with store.read() as conn:
        query = select(entry_flags.c.code).where(entry_flags.c.entry_hash == entry_hash)
        return set(conn.scalars(query))
