"""Commands typed on a data folder of their own, and a city with something to keep."""

import pytest
from click.testing import CliRunner

from server.cli import main
from tests.support.scenes import Scene


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Type a command on the data folder of this test."""
    monkeypatch.setenv("XUNZHENG_LANG", "en")
    monkeypatch.delenv("XUNZHENG_PUBLIC_URL", raising=False)

    def typed(*words, code=0):
        done = CliRunner().invoke(main, [*words, "--data", str(tmp_path / "data")])
        assert done.exit_code == code, done.output + repr(done.exception)
        return done.output

    return typed


@pytest.fixture
def installed(run):
    run("init", "--name", "云溪")
    return run


@pytest.fixture
def scene(city):
    """A city with two records of two pictures each."""
    scene = Scene(city)
    officer = scene.officer()
    for _ in range(2):
        officer.inspects(photos=2).syncs()
    return scene


@pytest.fixture
def lively(scene):
    """That city, where nobody does anything more."""
    return scene.store
