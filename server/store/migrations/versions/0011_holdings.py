"""What each phone last said that it holds unsent, and the pictures that are announced and not here."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_holdings",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("said_at", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("entries", "pictures")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("picture_bytes", "refused")),
        sa.Column("why", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("free_bytes", sa.BigInteger(), nullable=True),
        sa.Column("oldest_at", sa.Text(), nullable=True),
        sa.Column("build", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_device_holdings")),
    )
    op.create_table(
        "awaited_pictures",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "sha256", name=op.f("pk_awaited_pictures")),
    )
    op.create_table(
        "looked_through",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_looked_through")),
    )
