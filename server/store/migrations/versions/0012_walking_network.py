"""The walking network, for schools whose distance counts by the way on foot."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "walk_lines",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        *(sa.Column(side, sa.BigInteger(), nullable=False) for side in ("south", "north", "west", "east")),
        sa.Column("line", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_lines")),
    )
    op.create_index("ix_walk_lines_south", "walk_lines", ["south", "north"])
