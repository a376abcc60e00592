"""Alembic's entry: migrate on the engine Flask-Migrate hands over, in one transaction."""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db


def run() -> None:
    with db.engine.begin() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, transaction_per_migration=False)
        with context.begin_transaction():
            context.run_migrations()


run()
