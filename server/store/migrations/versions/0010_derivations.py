"""What was made from pictures, who countersigned, what was shared: no phone wrote such entries before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    _derivations()
    _countersigns()
    _shares()


def _derivations() -> None:
    op.create_table(
        "derivations",
        *(_text(name) for name in ("entry_hash", "device", "original", "sha256", "how")),
        sa.Column("leaf_idx", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_hash", name=op.f("pk_derivations")),
    )
    for name in ("original", "sha256"):
        op.create_index(f"ix_derivations_{name}", "derivations", [name])


def _countersigns() -> None:
    op.create_table(
        "countersigns",
        *(_text(name) for name in ("entry_hash", "signed", "device", "officer_id")),
        sa.Column("leaf_idx", sa.BigInteger(), nullable=False),
        _text("wall_at", nullable=True),
        _text("received_at"),
        sa.PrimaryKeyConstraint("entry_hash", name=op.f("pk_countersigns")),
    )
    op.create_index("ix_countersigns_signed", "countersigns", ["signed"])


def _shares() -> None:
    op.create_table(
        "shares",
        *(_text(name) for name in ("entry_hash", "record_id", "officer_id", "how")),
        sa.Column("pictures", sa.Integer(), nullable=False),
        _text("wall_at", nullable=True),
        _text("received_at"),
        sa.PrimaryKeyConstraint("entry_hash", name=op.f("pk_shares")),
    )
    op.create_index("ix_shares_record", "shares", ["record_id"])
