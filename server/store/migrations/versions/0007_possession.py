"""Whose picture it is: a blob belongs to each device that sent it, a version to the device that wrote it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WRITER = "(SELECT device FROM entries WHERE entries.hash = record_versions.entry_hash)"


def upgrade() -> None:
    with op.batch_alter_table("blobs") as table:
        table.alter_column("device", existing_type=sa.Text(), nullable=False)
        table.drop_constraint("pk_blobs", type_="primary")
        table.create_primary_key("pk_blobs", ["sha256", "device"])
    op.add_column("record_versions", sa.Column("device", sa.Text(), nullable=True))
    op.execute(f"UPDATE record_versions SET device = {_WRITER}")
    with op.batch_alter_table("record_versions") as table:
        table.alter_column("device", existing_type=sa.Text(), nullable=False)
