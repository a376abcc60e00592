"""The program and its commands, each loaded only when it is asked for.

Spreadsheets, pinyin and the demo city take longer to load than the server
takes to start, and `serve` needs none of them.
"""

from __future__ import annotations

import os

import click
from werkzeug.utils import import_string

from server.config import VERSION

COMMANDS = {
    "init": "server.cli.installing:init_command",
    "import": "server.cli.importing:import_command",
    "enrol": "server.cli.people:enrol_command",
    "revoke": "server.cli.people:revoke_command",
    "password": "server.cli.people:password_command",
    "erase": "server.cli.erasing:erase_command",
    "check": "server.cli.checking:check_command",
    "missing": "server.cli.checking:missing_command",
    "rebuild": "server.cli.ledger:rebuild_command",
    "openapi": "server.cli.ledger:openapi_command",
    "serve": "server.cli.serving:serve_command",
    "worker": "server.cli.serving:worker_command",
    "open-export": "server.cli.sealed:open_export_command",
    "settings": "server.cli.city:settings_command",
    "basemap": "server.cli.basemap:basemap_command",
    "backup": "server.cli.backing_up:backup_command",
    "restore": "server.cli.backing_up:restore_command",
    "restart-note": "server.cli.ledger:restart_command",
}


class _Program(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        name = COMMANDS.get(cmd_name)
        command: click.Command | None = import_string(name) if name else None
        return command


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="xunzheng")
def main() -> None:
    """Xunzheng: install, import, enrol, check and serve."""
    # What any command or its children write is for this account alone.
    os.umask(0o077)
