"""Servers with a mistake in them, to show that the laboratory sees it: each leaves out one sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.app import create_app
from server.store import blobs, database, partials

if TYPE_CHECKING:
    from flask import Flask


def no_folder_sync() -> Flask:
    """Names of blobs are not made to last."""
    blobs.sync_folder = lambda _folder: None
    return create_app()


def no_picture_sync() -> Flask:
    """Bytes of pictures are not made to last."""
    partials.Partial.sync = lambda _self: None
    return create_app()


def no_database_sync() -> Flask:
    """Commits are not made to last."""
    prepare = database._prepare_writer

    def careless(connection: object, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    database._prepare_writer = careless
    return create_app()
