"""`check`, `rebuild` and `repair`: is everything still what the ledger says, and make it so again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from server.queries import checking as facts
from server.queries import erasing
from server.services import derivatives
from server.services.checking import Finding, Look, survey
from server.store import inspecting, jobs, regrowing, replay
from server.store.jobs import Wish
from server.store.store import Store

EVERYTHING = Look()
# No rebuilt view can be trusted where these do not hold.
_FOUNDATIONS = frozenset({"database", "ledger", "node"})


def check(store: Store, look: Look = EVERYTHING) -> list[Finding]:
    """Give the damage: what is not what the ledger, its checkpoints and its phones say."""
    return [finding for finding in survey(store, look) if finding.grave]


def rebuild(store: Store) -> int:
    """Rebuild all view tables from the ledger in one transaction; returns the number of events."""
    with store.write() as tx:
        return replay.rebuild_views(tx.conn)


def repair(store: Store, found: Sequence[Finding], now: datetime) -> Counter[str]:
    """Make again what can be made again; gives how many things were done in each part.

    Views and the tree over the leaves are rebuilt, guards put back, lost work asked for, unfinished uploads
    of stored pictures removed, the list of erasures completed. Leaves and pictures are never touched.
    """
    done: Counter[str] = Counter()
    parts = Counter(finding.part for finding in found)
    if parts["guard"]:
        with store.scratch() as conn:
            inspecting.renew_guards(conn)
        done["guard"] = parts["guard"]
    if parts["node"] and not parts["database"] and not parts["ledger"]:
        with store.scratch() as conn:
            regrowing.regrow(conn)
        done["node"] = parts.pop("node")
    if not any(parts[each] for each in _FOUNDATIONS):
        if parts["view"]:
            rebuild(store)
            done["view"] = parts["view"]
        done["work"] = _ask_again(store, now)
        done["erasure"] = _complete_list(store)
        done["upload"] = _tidy_uploads(store)
    return +done


def _ask_again(store: Store, now: datetime) -> int:
    """Ask for what a worker was not asked for, for small pictures that are gone, for what was given up."""
    with store.scratch() as conn:
        wishes = [Wish("examine", sha256, {}, now) for sha256 in facts.unexamined(conn)]
        wishes += [Wish(rendition, sha256, {}, now) for rendition, sha256 in derivatives.lost(conn, store)]
        jobs.want_all(conn, wishes)
        return len(wishes) + jobs.revive(conn, now)


def _complete_list(store: Store) -> int:
    listed = store.erasures.read()
    with store.read() as conn:
        unlisted = [line for line in erasing.erasures(conn) if line["hash"] not in listed]
    for line in unlisted:
        store.erasures.add(line)
    return len(unlisted)


def _tidy_uploads(store: Store) -> int:
    with store.read() as conn:
        stale = inspecting.leftovers(store.config.data / "uploads", facts.senders(conn))
    return sum(map(inspecting.remove_leftover, stale))
