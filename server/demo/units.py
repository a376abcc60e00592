"""The organisation tree and the people of the demo city 云溪市. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass

CITY = {"zh": "云溪市(演示)", "en": "Yunxi (demo city)"}
DISTRICTS = (
    ("east", "东城分局", "Dongcheng branch", ("红旗所", "青石所", "东关所")),
    ("west", "西河分局", "Xihe branch", ("西河所", "柳园所", "桥头所")),
    ("centre", "市中分局", "Shizhong branch", ("钟楼所", "云溪路所", "老城所")),
    ("high", "高新分局", "Gaoxin branch", ("创业所", "软件园所", "北湖所")),
    ("south", "南湖分局", "Nanhu branch", ("南湖所", "渔港所", "茶山所")),
)
STATION_EN = {
    "红旗所": "Hongqi station", "青石所": "Qingshi station", "东关所": "Dongguan station",
    "西河所": "Xihe station", "柳园所": "Liuyuan station", "桥头所": "Qiaotou station",
    "钟楼所": "Zhonglou station", "云溪路所": "Yunxi Road station", "老城所": "Laocheng station",
    "创业所": "Chuangye station", "软件园所": "Software Park station", "北湖所": "Beihu station",
    "南湖所": "Nanhu station", "渔港所": "Yugang station", "茶山所": "Chashan station",
}  # fmt: skip
DEPARTMENTS = (
    ("culture", "文化和旅游局", "Culture and tourism"),
    ("urban", "城市管理局", "Urban management"),
    ("market", "市场监督管理局", "Market regulation"),
    ("edu", "教育局", "Education"),
    ("civil", "民政局", "Civil affairs"),
    ("transport", "交通运输局", "Transport"),
)


@dataclass(frozen=True)
class Person:
    """A demo account; `device` tells whether a demo device signs records for this person."""

    username: str
    name: str
    roles: tuple[str, ...]
    unit: str
    device: bool = False

    @property
    def id(self) -> str:
        """Stable user id."""
        return f"u-{self.username}"


PEOPLE = (
    Person("officer", "王晓峰", ("officer",), "st-east-1", device=True),
    Person("officer2", "李雪", ("officer",), "st-east-2", device=True),
    Person("officer3", "陈志远", ("officer",), "st-west-1", device=True),
    Person("officer4", "赵倩", ("officer",), "st-west-3", device=True),
    Person("officer5", "孙立", ("officer",), "st-centre-2", device=True),
    Person("officer6", "周敏", ("officer",), "st-centre-1", device=True),
    Person("officer7", "吴涛", ("officer",), "st-high-2", device=True),
    Person("officer8", "郑洁", ("officer",), "st-south-1", device=True),
    Person("observer", "何小雨", ("observer",), "st-centre-3", device=True),
    Person("reviewer", "张审", ("reviewer",), "bureau"),
    Person("reviewer2", "刘慧", ("reviewer", "officer"), "br-east", device=True),
    Person("liaison", "马联", ("liaison",), "dept-urban"),
    Person("office", "高创", ("office",), "bureau"),
    Person("auditor", "沈计", ("auditor",), "bureau"),
    Person("admin", "管理员", ("admin",), "bureau"),
)


def unit_rows() -> list[dict[str, str | None]]:
    """Rows as the importer takes them: id, parent_id, name_zh, name_en, kind, dept."""
    rows = [
        _unit("bureau", None, ("云溪市公安局", "Yunxi public security bureau"), "bureau", None),
        _unit(
            "office", "bureau", ("市公安局创建办", "Bureau creation office"), "department", "create_office"
        ),
        _unit("traffic", "bureau", ("交警支队", "Traffic police"), "department", "ps_traffic"),
        _unit("exit", "bureau", ("出入境支队", "Exit-entry police"), "department", "ps_exit"),
    ]
    for code, zh, en, stations in DISTRICTS:
        rows.append(_unit(f"br-{code}", "bureau", (zh, en), "branch", "ps_order"))
        for number, station in enumerate(stations, 1):
            names = (station, STATION_EN[station])
            rows.append(_unit(f"st-{code}-{number}", f"br-{code}", names, "station", "ps_station"))
    rows.extend(_unit(f"dept-{code}", "bureau", (zh, en), "department", code) for code, zh, en in DEPARTMENTS)
    return rows


def _unit(
    unit: str, parent: str | None, names: tuple[str, str], kind: str, dept: str | None
) -> dict[str, str | None]:
    return {
        "id": unit,
        "parent_id": parent,
        "name_zh": names[0],
        "name_en": names[1],
        "kind": kind,
        "dept": dept,
    }


def user_rows() -> list[dict[str, object]]:
    """Rows as the importer takes them: id, username, name, roles, unit_id, active."""
    return [
        {
            "id": p.id,
            "username": p.username,
            "name": p.name,
            "roles": list(p.roles),
            "unit_id": p.unit,
            "active": True,
        }
        for p in PEOPLE
    ]
