"""Views of records and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _records()
    _record_versions()
    _record_flags()
    _record_shots()
    _reviews()
    _queue_counts()


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("lat", sa.BigInteger(), nullable=True),
        sa.Column("lon", sa.BigInteger(), nullable=True),
        sa.Column("acc_m", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wall_at", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_item", "records", ["item", "state", "received_at", "id"], unique=False)
    op.create_index("ix_records_officer", "records", ["officer_id", "received_at"], unique=False)
    op.create_index("ix_records_state", "records", ["state", "received_at", "id"], unique=False)
    op.create_index("ix_records_unit", "records", ["unit_id", "state", "received_at", "id"], unique=False)
    op.create_index(
        "ix_records_unit_item", "records", ["unit_id", "item", "state", "received_at", "id"], unique=False
    )


def _record_versions() -> None:
    op.create_table(
        "record_versions",
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("wall_at", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_hash", name=op.f("pk_record_versions")),
    )
    op.create_index("ix_record_versions_record", "record_versions", ["record_id", "n"], unique=False)


def _record_flags() -> None:
    op.create_table(
        "record_flags",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "code", name=op.f("pk_record_flags")),
    )
    op.create_index("ix_record_flags_code", "record_flags", ["code", "record_id"], unique=False)


def _record_shots() -> None:
    op.create_table(
        "record_shots",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "n", name=op.f("pk_record_shots")),
    )
    op.create_index("ix_record_shots_sha256", "record_shots", ["sha256"], unique=False)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("leaf_idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("entry_hash", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("reviewer_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("leaf_idx", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_record", "reviews", ["record_id", "leaf_idx"], unique=False)


def _queue_counts() -> None:
    op.create_table(
        "queue_counts",
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "item", "state", name=op.f("pk_queue_counts")),
    )
