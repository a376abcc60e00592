"""Every table, declared once, in three kinds.

*View* tables can be rebuilt from the ledger and are compared with it by `xunzheng check`;
*secret* tables hold hashes of passwords, codes and tokens; *scratch* tables may be lost.
"""

from server.store.tables.base import metadata
from server.store.tables.city import (
    devices,
    editions,
    places,
    restarts,
    settings,
    subject_changes,
    units,
    users,
    walk_lines,
)
from server.store.tables.journal import (
    blobs,
    countersigns,
    derivations,
    entries,
    entry_flags,
    erasures,
    examinations,
    shares,
    shots,
)
from server.store.tables.ledger import leaves, ledger_head, nodes
from server.store.tables.records import (
    queue_counts,
    record_flags,
    record_shots,
    record_versions,
    records,
    reviews,
)
from server.store.tables.scratch import (
    awaited_pictures,
    device_contacts,
    device_holdings,
    jobs,
    login_failures,
    looked_through,
)
from server.store.tables.secret import credentials, enrol_codes, sessions, setup_tokens
from server.store.tables.tasks import task_lists

VIEW_TABLES = (
    units, users, devices, editions, places, settings, restarts,
    entries, entry_flags, erasures, shots, blobs, examinations, derivations, countersigns, shares,
    records, record_versions, record_flags, record_shots, reviews, queue_counts, subject_changes,
    task_lists, walk_lines,
)  # fmt: skip

__all__ = [
    "VIEW_TABLES", "awaited_pictures", "blobs", "countersigns", "credentials", "derivations",
    "device_contacts", "device_holdings", "devices", "editions", "enrol_codes", "entries", "entry_flags",
    "erasures", "examinations", "jobs", "leaves", "ledger_head", "login_failures", "looked_through",
    "metadata", "nodes",
    "places", "queue_counts", "record_flags", "record_shots", "record_versions", "records", "restarts",
    "reviews", "sessions", "settings", "setup_tokens", "shares", "shots", "subject_changes", "task_lists",
    "units", "users", "walk_lines",
]  # fmt: skip
