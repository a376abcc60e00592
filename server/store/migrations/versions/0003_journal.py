"""Views of the journals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _entries()
    _entry_flags()
    _shots()
    _blobs()
    _examinations()


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("leaf_idx", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_device_prev", "entries", ["device", "prev"], unique=False)
    op.create_index("ix_entries_device_seq", "entries", ["device", "seq", "leaf_idx"], unique=False)


def _entry_flags() -> None:
    op.create_table(
        "entry_flags",
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_hash", "code", name=op.f("pk_entry_flags")),
    )


def _shots() -> None:
    op.create_table(
        "shots",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("preview_sha256", sa.Text(), nullable=True),
        sa.Column("preview_bytes", sa.BigInteger(), nullable=True),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("fixes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("wall_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", "entry_hash", name=op.f("pk_shots")),
    )
    op.create_index("ix_shots_entry", "shots", ["entry_hash"], unique=False)
    op.create_index("ix_shots_preview", "shots", ["preview_sha256"], unique=False)


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column("leaf_idx", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )


def _examinations() -> None:
    op.create_table(
        "examinations",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_examinations")),
    )
