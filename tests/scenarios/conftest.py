"""Real servers and headless phones for the scenarios; none outlives its test."""

import pytest

from tests.faults.phones import Phones
from tests.support.crew import Crew
from tests.support.real_server import RealServer


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


@pytest.fixture
def crew():
    phones = Phones()
    yield Crew(phones)
    phones.close()
    phones._node.kill()
    phones._node.wait()
    phones._node.stdout.close()
