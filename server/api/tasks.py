"""Task lists: what a unit's officers are asked to look at."""

from __future__ import annotations

from typing import Any

from schemas import tasks as wire
from server.api.auth import current_user, right_required
from server.api.blueprint import Blueprint
from server.api.current import current_language, current_store, current_time
from server.domain.problems import NotFoundProblem
from server.domain.scope import Right
from server.queries.about import setting
from server.queries.pins import pinned_for
from server.queries.tasks import list_lists, officers_of, read_list
from server.queries.units import read_tree
from server.services.pinning import SETTING, pin_items
from server.services.tasking import Assignment, assign, cancel

blueprint = Blueprint("tasks", __name__, url_prefix="/api/tasks", description="Task lists for officers")


@blueprint.route("", methods=["GET"])
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.task_day, location="query")
@blueprint.response(200, wire.task_rows)
def show_all(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Give at most 200 lists of the caller's units, the longest-lasting first, with progress on a day."""
    with current_store().read() as conn:
        return list_lists(conn, current_user(), given["day"], current_language())


@blueprint.route("", methods=["POST"])
@right_required(Right.ASSIGN)
@blueprint.arguments(wire.task_assignment)
@blueprint.response(201, wire.assigned)
def make(given: dict[str, Any]) -> dict[str, Any]:
    """Assign places and items to officers of a unit."""
    lists = ("items", "places", "times")
    officers = None if given["officers"] is None else tuple(given["officers"])
    wanted = Assignment(**{**given, **{name: tuple(given[name]) for name in lists}, "officers": officers})
    return {"id": assign(current_store(), wanted, current_user(), current_time())}


@blueprint.route("/officers")
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.officers_query, location="query")
@blueprint.response(200, wire.officers)
def officers(given: dict[str, Any]) -> list[dict[str, str]]:
    """Give those who record for a unit within the caller's."""
    with current_store().read() as conn:
        if given["unit"] not in read_tree(conn).below(current_user().unit_id):
            raise NotFoundProblem
        return officers_of(conn, given["unit"])


@blueprint.route("/pinned/<unit>", methods=["GET"])
@right_required(Right.SEE_RECORDS)
@blueprint.response(200, wire.pinned)
def pinned(unit: str) -> dict[str, Any]:
    """Give the items that stand first for a unit within the caller's."""
    with current_store().read() as conn:
        tree = read_tree(conn)
        if unit not in tree.below(current_user().unit_id):
            raise NotFoundProblem
        return {"items": pinned_for(setting(conn, SETTING), tree, unit)}


@blueprint.route("/pinned/<unit>", methods=["PUT"])
@right_required(Right.ASSIGN)
@blueprint.arguments(wire.pinned)
@blueprint.response(204)
def pin(given: dict[str, Any], unit: str) -> None:
    """Choose the items that stand first for a unit; none leaves it to the unit above."""
    pin_items(current_store(), unit, given["items"], current_user(), current_time())


@blueprint.route("/<list_id>")
@right_required(Right.SEE_RECORDS)
@blueprint.arguments(wire.task_day, location="query")
@blueprint.response(200, wire.task_detail)
def show(given: dict[str, Any], list_id: str) -> dict[str, Any]:
    """Give one list with what was done of each task on a day."""
    with current_store().read() as conn:
        found = read_list(conn, current_user(), list_id, given["day"])
    if found is None:
        raise NotFoundProblem
    return found


@blueprint.route("/<list_id>/cancel", methods=["POST"])
@right_required(Right.ASSIGN)
@blueprint.response(204)
def end(list_id: str) -> None:
    """Take a list back; what was recorded for it stays."""
    cancel(current_store(), list_id, current_user(), current_time())
