"""A real installation, a real phone browser and a real desk browser for each journey."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.support.browser import ensure_browser
from tests.support.builds import Change, another_build
from tests.support.chromium import DESK, PHONE, Device, Screen
from tests.support.enrolled import Enrolled
from tests.support.fake_camera import write_film
from tests.support.installation import Installation
from tests.support.site import OLD, Site, point
from tests.support.taps import COUNTED

MakeDevice = Callable[..., Device]
OPEN: list[Device] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Picture every open browser of a failed journey before it is closed."""
    report = yield
    if report.when == "call" and report.failed:
        for one in OPEN:
            one.picture(f"failed/{item.name}-{one.name}")
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how many taps the journeys took, beside their targets."""
    if COUNTED:
        terminalreporter.section("taps of an officer")
    for journey in COUNTED:
        terminalreporter.write_line(str(journey))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    problem = ensure_browser()
    assert problem is None, problem
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "street.mjpeg"
    print(f"\nthe camera shows {write_film(path)}")  # noqa: T201 - says which picture the journeys ran on
    return path


@pytest.fixture
def device(playwright: Playwright, film: Path, tmp_path: Path) -> Iterator[MakeDevice]:
    """Make browsers by name, each with its own camera or that of the street; all are closed at the end."""

    def make(name: str, screen: Screen = PHONE, camera: Path | None = None) -> Device:
        OPEN.append(Device(playwright, tmp_path / f"profile-{name}", camera or film, screen))
        return OPEN[-1]

    yield make
    for one in OPEN:
        one.close()
    errors = [error for one in OPEN for error in one.errors]
    OPEN.clear()
    assert errors == []


@pytest.fixture
def phone(device: MakeDevice) -> Device:
    return device("phone")


@pytest.fixture
def desk(device: MakeDevice) -> Device:
    return device("desk", DESK)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A small city, made once; each journey runs on a copy."""
    made = Installation(tmp_path_factory.mktemp("city"))
    made.make()
    return made


@pytest.fixture
def server(city: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the city on a free port, running."""
    installation = Installation(tmp_path)
    installation.copy_of(city)
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    made: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("builds")

    def build(version: str, *changes: Change) -> Path:
        key = f"{version}{changes}"
        if key not in made:
            made[key] = another_build(folder / str(len(made)), version, *changes)
        return made[key]

    return build


@pytest.fixture(scope="session")
def enrolled(
    playwright: Playwright,
    film: Path,
    city: Installation,
    tmp_path_factory: pytest.TempPathFactory,
    builds: Callable[..., Path],
) -> Iterator[Enrolled]:
    made = Enrolled(playwright, film, tmp_path_factory.mktemp("enrolled"))
    made.make(city, builds(OLD))
    yield made
    made.proxy.close()


@pytest.fixture
def site(enrolled: Enrolled, tmp_path: Path, builds: Callable[..., Path]) -> Iterator[Site]:
    pages = tmp_path / "pages"
    point(pages, builds(OLD))
    server, device = enrolled.again(tmp_path, pages)
    yield Site(server, enrolled.proxy, device, builds, pages)
    device.close()
    server.kill()
