"""Run the command as `python -m server.cli`."""

from server.cli.commands import main

main()
