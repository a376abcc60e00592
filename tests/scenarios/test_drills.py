"""Two drills with ten real phones: a restore that nobody notices, and yesterday's backup."""

import shutil
import threading
from datetime import UTC, datetime
from itertools import count

import pytest

from server.domain import merkle
from server.domain.review import Ruling
from server.queries import heads
from server.queries import ledger as log
from server.queries.missing import longest_log_seen, missing
from server.services import erasing, rebuilding, reviewing
from server.services.erasing import Order
from server.services.people import OPERATOR, issue_enrol_code
from server.services.restarting import restart_ledger
from server.store.keys import load_recovery
from server.store.tables import leaves
from tests.faults.phones import Phones
from tests.support.city import PASSWORD, user_of
from tests.support.real_server import RealServer
from tests.support.restoring import every_blob, everything

TEN = [f"p{n}" for n in range(10)]
BYTES = 20_000


class ServerAhead(RealServer):
    """The real server a month later: phones let go of the full pictures they have receipts for."""

    def command(self):
        return [*super().command()[:-1], "tests.support.month_ahead:app"]


def now():
    return datetime.now(UTC)


@pytest.fixture
def serve():
    """Start a real server over a store; whatever happens, none is left."""
    servers = []

    def start(store, kind=RealServer):
        url = None if store.config.is_sqlite else store.config.database_url
        servers.append(kind(store.config.data, url).start())
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


class Crew:
    """Ten phones with one tab each, and what they were told."""

    def __init__(self, phones):
        self.phones, self.kids, self._seeds = phones, {}, count(1)

    def enrol(self, store, server):
        for n, phone in enumerate(TEN):
            name = ("chen", "wang")[n % 2]
            code = issue_enrol_code(store, user_of(store, name).id, OPERATOR, now()).code
            self.phones.ask("phone.new", phone=phone, base=f"http://127.0.0.1:{server.port}")
            self.phones.ask("tab.open", phone=phone, tab="t")
            said = {"username": name, "password": PASSWORD, "code": code, "pin": "135790"}
            self.kids[phone] = self.ask("enrol", phone, **said)["kid"]

    def ask(self, do, phone, **said):
        return self.phones.ask(do, phone=phone, tab="t", **said)

    def records(self, names=TEN):
        """Each takes a picture and saves a record; gives what was promised, by phone."""
        return {
            name: self.ask("record", name, seed=next(self._seeds), pictures=1, bytes=BYTES) for name in names
        }

    def syncs(self, names=TEN):
        """All of them send at once; gives what they show, by phone."""
        answers = {name: self.phones.begin("sync", phone=name, tab="t") for name in names}
        return {name: answer.result(120) for name, answer in answers.items()}

    def moves_to(self, server):
        for name in TEN:
            self.phones.ask("phone.base", phone=name, base=f"http://127.0.0.1:{server.port}")

    def promised(self, name):
        """Give the hashes of the entries and of the pictures that this phone said it has."""
        said = self.phones.ask("said", phone=name)["said"]
        entries = {each["hash"] for each in said if each["kind"] == "entry"}
        return entries, {each["sha256"] for each in said if each["kind"] in {"picture", "preview"}}

    def holds(self, name):
        [vault] = self.phones.ask("holdings", phone=name)["vaults"]
        return vault


@pytest.fixture
def crew():
    phones = Phones()
    yield Crew(phones)
    phones.close()
    phones._node.kill()
    phones._node.wait()
    phones._node.stdout.close()


def is_quiet(shown):
    return (shown["unsent_entries"], shown["unsent_pictures"], shown["phase"]) == (0, 0, "idle")


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
