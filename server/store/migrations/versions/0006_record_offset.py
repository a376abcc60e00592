"""The phone's offset from UTC beside the claimed time of each record, read out of the entries themselves."""

import base64
import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_FARTHEST_MIN = 14 * 60

_SAID = """SELECT records.id, leaves.jws FROM records
    JOIN entries ON entries.hash = records.entry_hash
    JOIN leaves ON leaves.idx = entries.leaf_idx WHERE leaves.jws IS NOT NULL"""


def upgrade() -> None:
    op.add_column("records", sa.Column("offset_min", sa.Integer(), nullable=True))
    conn = op.get_bind()
    found = [{"id": row.id, "offset": _offset(row.jws)} for row in conn.execute(sa.text(_SAID))]
    if found:
        conn.execute(sa.text("UPDATE records SET offset_min = :offset WHERE id = :id"), found)


def _offset(jws: str) -> int | None:
    # The rule as it was when this step was written; the application's own may change.
    payload = jws.split(".")[1]
    at = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("at")
    offset = at.get("offset") if isinstance(at, dict) else None
    return offset if type(offset) is int and abs(offset) <= _FARTHEST_MIN else None
