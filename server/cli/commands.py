"""The commands and the program they make up."""

from __future__ import annotations

import click

from server.cli.importing import import_command
from server.cli.installing import init_command
from server.cli.ledger import check_command, openapi_command, rebuild_command, restart_command
from server.cli.people import enrol_command, password_command, revoke_command
from server.cli.sealed import open_export_command
from server.cli.serving import serve_command, worker_command
from server.config import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="xunzheng")
def main() -> None:
    """Xunzheng: install, import, enrol, check and serve."""


for _command in (
    init_command,
    import_command,
    enrol_command,
    revoke_command,
    password_command,
    check_command,
    rebuild_command,
    openapi_command,
    serve_command,
    worker_command,
    open_export_command,
    restart_command,
):
    main.add_command(_command)
