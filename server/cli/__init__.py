"""The `xunzheng` command."""

from server.cli.commands import main

__all__ = ["main"]
