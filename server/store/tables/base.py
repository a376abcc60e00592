"""The metadata all tables share, with names for constraints so that migrations can change them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, **options: Any) -> Column[str]:
    """Return a text column that may not be null."""
    return Column(name, Text, nullable=False, **options)


def maybe_text(name: str) -> Column[str]:
    """Return a text column that may be null."""
    return Column(name, Text, nullable=True)


def json_column(name: str) -> Column[Any]:
    """Return a JSON column that may be null; Python's None is SQL's NULL."""
    return Column(name, JSON(none_as_null=True), nullable=True)
