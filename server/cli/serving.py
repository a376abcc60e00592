"""`xunzheng serve` and `worker`: the web server with its worker process beside it."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click
from werkzeug.utils import import_string

from server.cli import resources
from server.cli.address import public_url, remember, served_url
from server.cli.base import APPLICATION, DEMO_FOLDER, data_option, named, opened, say, stop
from server.cli.companions import SUPERVISOR, Companion, end_with_supervisor
from server.cli.installing import install, publish_first_edition, welcome
from server.config import load_config
from server.limits import Limits
from server.services import worker

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from granian.server.mp import MPServer
    from granian.server.mt import MTServer

WORKERS = 2
# A body still arriving holds a thread: with four, eight stalled phones would silence the server. Idle
# threads cost nothing, and `api/open_bodies.py` turns bodies away before these run out.
SPARE_THREADS = 64
THREADS = Limits().open_bodies + SPARE_THREADS


@click.command("serve")
@click.option("--demo", is_flag=True, help="Serve the fictional demo city, made when it is not there.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Certificate (PEM)."
)
@click.option(
    "--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Private key (PEM)."
)
@data_option
def serve_command(demo: bool, host: str, port: int, data: Path | None, **tls: Path | None) -> None:  # noqa: FBT001 - click passes options by name
    """Serve a data folder; an empty one becomes a new installation."""
    if bool(tls["cert"]) != bool(tls["key"]):
        raise stop("--cert 与 --key 须同时给出", "--cert and --key belong together")
    folder = data or DEMO_FOLDER if demo else named(data)
    _check_port(host, port)
    os.environ["XUNZHENG_DATA"] = str(folder.resolve())
    if tls["cert"]:
        os.environ.setdefault("XUNZHENG_SECURE_COOKIES", "1")
    resources.use_little()
    url = _prepare(folder, served_url(host, port, tls["cert"]), demo=demo)
    os.environ[SUPERVISOR] = str(os.getpid())
    limits = load_config(folder).limits
    resources.allow_connections(limits.open_connections)
    server = _web_server(host, port, tls, limits)
    server.on_startup(lambda: say(f"巡证在 {url}", f"Xunzheng is at {url}"))
    # Loaded once here, the application's code is the children's too; it is above this layer, so it is named.
    import_string(APPLICATION)
    resources.share_with_children()
    with Companion(_work_beside, folder):
        server.serve()


def _web_server(host: str, port: int, tls: dict[str, Path | None], limits: Limits) -> MPServer | MTServer:
    # Its allocator reads its settings when it is loaded.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    return Granian(
        f"{__name__}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=limits.open_bodies + SPARE_THREADS,
        # A connection that is kept open counts: a thousand idle phones would shut the door to all others.
        backlog=limits.open_connections,
        backpressure=limits.open_connections,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        factory=True,
        log_level="error",  # type: ignore[arg-type]
        ssl_cert=tls["cert"],
        ssl_key=tls["key"],
    )


@click.command("worker")
@data_option
def worker_command(data: Path | None) -> None:
    """Run the worker alone: examinations, thumbnails, watermarks."""
    resources.use_little()
    with opened(data) as store:
        worker.serve(store)


def _work_beside(data: Path) -> None:
    end_with_supervisor()
    resources.be_called("xunzheng worker")
    with opened(data) as store:
        worker.serve(store)


def application() -> WSGIApplication:
    """Build the application in a web process."""
    end_with_supervisor()
    built: WSGIApplication = import_string(APPLICATION)()
    return built


def _prepare(data: Path, url: str, *, demo: bool) -> str:
    if demo:
        # Drawing the demo's pictures is a large part of the program, and a real city never does.
        from server.cli.demo import prepare_demo  # noqa: PLC0415

        prepare_demo(data)
    elif not (data / "settings.yaml").exists():
        install(data, "巡证", "Xunzheng", None)
    with opened(data) as store:
        remember(store.config, store.config.public_url or url)
        if not demo:
            publish_first_edition(store)
            welcome(store)
        return public_url(store.config)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise stop(
                f"端口 {port} 不可用({error.strerror}):请换 --port",
                f"Port {port} cannot be used ({error.strerror}): choose another --port",
            ) from None
