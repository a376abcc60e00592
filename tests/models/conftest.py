"""Fresh cities by the dozen: every example of a machine begins in one of its own."""

import os
import shutil
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

import pytest

from server.config import load_config
from server.store.store import open_store


@pytest.fixture
def cities(database, templates, request, tmp_path):
    """Opens a copy of the settled city for a `with` block; gives the store, and can open it once more."""
    made, url = templates(database, settled=True)
    numbers = count()

    @contextmanager
    def city():
        folder, env, drop = tmp_path / f"city{next(numbers)}", {}, None
        shutil.copytree(made, folder)
        if url:
            env, drop = _database(request.getfixturevalue("postgresql"), url)
        opened = []

        def reopen():
            if opened:
                opened[-1].close()
            opened.append(open_store(load_config(folder, env)))
            return opened[-1]

        try:
            yield reopen
        finally:
            if opened:
                opened[-1].close()
            shutil.rmtree(folder)
            if drop:
                drop()

    return city


def _database(server, template):
    name = "m" + os.urandom(8).hex()
    server.psql(f"CREATE DATABASE {name} TEMPLATE {urlsplit(template).path.strip('/')};")
    env = {"XUNZHENG_DATABASE_URL": server.get_uri(database=name)}
    return env, lambda: server.psql(f"DROP DATABASE {name} WITH (FORCE);")
