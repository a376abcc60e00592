"""Task lists: what the desk assigns, and what has been done."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from schemas.session import UnitName
from schemas.texts import line, words
from server.domain.tasks import minutes_of

LONGEST_DAYS = 92
MOST_PLACES = 500
MOST_ITEMS = 20


def _day() -> fields.String:
    return fields.String(required=True, validate=[validate.Length(equal=10), _is_day])


def _is_day(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except ValueError:
        pass
    raise ValidationError("Must be a day such as 2026-11-22.")


def _is_span(text: str) -> None:
    try:
        minutes_of(text)
    except ValueError:
        raise ValidationError("Must be hours such as 07:20-08:20.") from None


def _some(most: int) -> fields.List[Any]:
    return fields.List(line(80, required=True), required=True, validate=validate.Length(1, most))


class TaskWindow(Schema):
    """Hours of the day as `07:20-08:20`, none for any time; `code` where the edition names them."""

    code = fields.String(required=True, allow_none=True)
    days = fields.String(required=True)
    times = fields.List(fields.String(), required=True)


class TaskList(Schema):
    """A list as phones know it; `first_day` and `last_day` are days such as 2026-11-22."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    items = fields.List(fields.String(), required=True)
    places = fields.List(fields.String(), required=True)
    first_day = fields.String(required=True)
    last_day = fields.String(required=True)
    each_day = fields.Boolean(required=True)
    window = fields.Nested(TaskWindow, required=True)


class TaskProgress(Schema):
    """How many tasks of a list are done, partly done and not begun on a day; `due` when it asks for any."""

    due = fields.Boolean(required=True)
    done = fields.Integer(required=True)
    begun = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class AssignedTaskList(TaskList):
    officers = fields.List(fields.String(), required=True, allow_none=True)
    created_at = fields.String(required=True)
    cancelled_at = fields.String(required=True, allow_none=True)


class TaskListRow(AssignedTaskList):
    unit = fields.Nested(UnitName, required=True)
    created_by = fields.String(required=True)
    officer_names = fields.List(fields.String(), required=True)
    progress = fields.Nested(TaskProgress, required=True, allow_none=True)


class PlaceTask(Schema):
    place = fields.String(required=True)
    place_name = fields.String(required=True)
    done = fields.List(fields.String(), required=True)


class TaskListDetail(AssignedTaskList):
    day = fields.String(required=True)
    due = fields.Boolean(required=True)
    tasks = fields.List(fields.Nested(PlaceTask), required=True)


class TaskDay(Schema):
    day = _day()


class TaskOfficers(Schema):
    unit = line(40, required=True)


class TaskOfficer(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class TaskAssignment(Schema):
    """`officers` null asks everybody of the unit; own `times` stand instead of a named `window`."""

    unit = line(40, required=True)
    title = line(60, load_default="")
    note = words(500, load_default="")
    officers = fields.List(
        line(80, required=True), load_default=None, allow_none=True, validate=validate.Length(1, 200)
    )
    items = _some(MOST_ITEMS)
    places = _some(MOST_PLACES)
    first_day = _day()
    last_day = _day()
    each_day = fields.Boolean(load_default=True)
    window = line(40, load_default=None, allow_none=True)
    times = fields.List(fields.String(validate=_is_span), load_default=list, validate=validate.Length(max=6))

    @validates_schema
    def _in_order(self, data: dict[str, str], **_: object) -> None:
        first, last = date.fromisoformat(data["first_day"]), date.fromisoformat(data["last_day"])
        if not 0 <= (last - first).days < LONGEST_DAYS:
            raise ValidationError(f"Must be 1 to {LONGEST_DAYS} days from the first.", "last_day")


class PinnedItems(Schema):
    """The items that stand first on the phones of a unit."""

    items = fields.List(line(40, required=True), required=True, validate=validate.Length(0, 8))


class AssignedTask(Schema):
    id = fields.String(required=True)


task_day = TaskDay()
task_rows = TaskListRow(many=True)
task_detail = TaskListDetail()
task_assignment = TaskAssignment()
assigned = AssignedTask()
pinned = PinnedItems()
officers_query = TaskOfficers()
officers = TaskOfficer(many=True)
