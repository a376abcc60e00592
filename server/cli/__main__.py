"""Run the command as `python -m server.cli`."""

from server.cli.commands import main

if __name__ == "__main__":
    main()
