"""One step of the schema's history, run by itself on tables that a test made old."""

from __future__ import annotations

import importlib.util

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from server.store.database import MIGRATIONS


def run_step(conn: Connection, name: str) -> None:
    """Run the migration in `versions/<name>.py`, whatever steps came after it."""
    spec = importlib.util.spec_from_file_location(name, MIGRATIONS / "versions" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with Operations.context(MigrationContext.configure(conn)):
        module.upgrade()
