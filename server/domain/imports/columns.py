"""The columns of each importable table, in the order a template shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from server.domain.imports import cells
from server.domain.imports.geometry import gates, geometry

Kind = Literal["units", "users", "places"]

UNIT_KINDS = {
    "bureau": "市局",
    "branch": "分局",
    "station": "派出所",
    "district": "区县",
    "department": "部门",
    "hospital": "医院",
    "street": "街道",
    "community": "社区",
    "other": "其他",
}
ROLES = {
    "officer": "巡查员",
    "observer": "志愿观察员",
    "reviewer": "审核员",
    "liaison": "责任单位联络员",
    "office": "创建办",
    "auditor": "审计员",
    "admin": "管理员",
}
DATUMS = {"wgs84": "wgs84", "gcj02": "火星坐标", "bd09": "百度坐标", "cgcs2000": "国家2000"}


@dataclass(frozen=True)
class Column:
    """One column: its code, its Chinese heading and how a cell is read.

    An empty cell of a column that is not `required` becomes `missing`.
    """

    code: str
    zh: str
    read: cells.Reader
    required: bool = False
    missing: Any = None
    example: str = ""


UNITS = (
    Column("id", "编号", cells.code, required=True, example="east"),
    Column("parent_id", "上级编号", cells.code, example="city"),
    Column("name_zh", "名称", cells.text(80), required=True, example="东城分局"),
    Column("name_en", "英文名称", cells.text(120), missing="", example="East branch"),
    Column("kind", "类型", cells.one_of(UNIT_KINDS), required=True, example="分局"),
    Column("dept", "部门代码", cells.code, example="ps_order"),
)
USERS = (
    Column("id", "编号", cells.code),
    Column("username", "登录名", cells.username, required=True, example="wang.li"),
    Column("name", "姓名", cells.text(40), required=True, example="王丽"),
    Column("roles", "角色", cells.some_of(ROLES), required=True, example="巡查员;审核员"),
    Column("unit_id", "单位编号", cells.code, required=True, example="east"),
    Column("active", "启用", cells.yes_no, missing=True, example="是"),
)
PLACES = (
    Column("id", "编号", cells.code, required=True, example="school-001"),
    Column("name", "名称", cells.text(80), required=True, example="实验小学"),
    Column("category", "类别", cells.text(40), required=True, example="小学"),
    Column("unit_id", "单位编号", cells.code, required=True, example="east"),
    Column("lat", "纬度", cells.degrees(90, "纬度", "latitude"), example="36.6512"),
    Column("lon", "经度", cells.degrees(180, "经度", "longitude"), example="117.1201"),
    Column("geometry", "图形", geometry),
    Column("gates", "出入口", gates, missing=(), example="东门:36.6512,117.1206"),
    Column("grid", "网格编码", cells.grid, example="370102001001001"),
    Column("datum", "坐标系", cells.one_of(DATUMS), example="wgs84"),
)
TABLES: Mapping[Kind, tuple[Column, ...]] = {"units": UNITS, "users": USERS, "places": PLACES}
ATTRIBUTE = "attrs."
