"""The ledger: leaves, complete subtrees, the head, and the guards that keep them append-only."""

import sqlalchemy as sa
from alembic import op

from server.store.guards import create_guards
from server.store.ledger import create_head

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _leaves()
    _nodes()
    _ledger_head()
    create_guards(op.get_bind())
    create_head(op.get_bind())


def _leaves() -> None:
    op.create_table(
        "leaves",
        sa.Column("idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("jws", sa.Text(), nullable=True),
        sa.Column("entry_hash", sa.Text(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("idx", name=op.f("pk_leaves")),
    )
    op.create_index("ix_leaves_subject", "leaves", ["subject", "idx"], unique=False)


def _nodes() -> None:
    op.create_table(
        "nodes",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("idx", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "idx", name=op.f("pk_nodes")),
    )


def _ledger_head() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("frontier", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
