"""Make all tables and the guards of the append-only ones."""

from alembic import op

from server.store.guards import create_guards
from server.store.ledger import create_head
from server.store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    create_guards(connection)
    create_head(connection)
