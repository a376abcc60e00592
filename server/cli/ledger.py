"""`xunzheng rebuild`, `openapi` and `restart-note`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from werkzeug.utils import import_string

from server.cli.base import APPLICATION, data_option, now, opened, say, stop
from server.services import rebuilding
from server.services.restarting import WrongRecoveryKeyError, restart_ledger
from server.services.setting_up import make_folder
from server.store.keys import load_recovery


@click.command("rebuild")
@data_option
def rebuild_command(data: Path | None) -> None:
    """Rebuild all views from the ledger."""
    with opened(data) as store:
        rebuilding.rebuild(store)
    say("视图已由账本重建。", "The views were rebuilt from the ledger.")


@click.command("openapi")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead.")
def openapi_command(out: Path | None) -> None:
    """Print the OpenAPI document of the API, as any installation serves it."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        make_folder(data, "-", "-", None)
        with opened(data) as store:
            # The application is above this layer, so it is named as a server names it.
            app = import_string(APPLICATION)(store.config, store)
            text = app.test_client().get("/api/openapi.json").get_data(as_text=True)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


@click.command("restart-note")
@click.option(
    "--recovery",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The file of offline recovery keys that `init` wrote.",
)
@click.option("--reason", required=True, help="One line that phones show.")
@data_option
def restart_command(recovery: Path, reason: str, data: Path | None) -> None:
    """Sign the note with which phones follow a restored log or a new log key."""
    with opened(data) as store:
        try:
            note = restart_ledger(store, load_recovery(recovery), reason, now())
        except WrongRecoveryKeyError:
            raise stop("恢复密钥不属于这个安装", "this recovery key is not this installation's") from None
        except (KeyError, ValueError) as error:
            raise stop(f"无法签发:{error}", f"Cannot sign: {error}") from None
    click.echo(note, nl=False)
