"""Erasures: which entries were taken out and why; an erased leaf loses its salt too."""

import sqlalchemy as sa
from alembic import op

from server.store.guards import renew_leaf_guard

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_hash", name=op.f("pk_erasures")),
    )
    renew_leaf_guard(op.get_bind())
