"""Places of the demo city: schools with boundary and gates, and shops at telling distances from them.

Internet cafés stand 160 m, 195 m and 240 m from a school boundary: inside, uncertain at ±15 m, outside.
"""

from __future__ import annotations

import random
from typing import Any

from server.demo.ground import Spot, rectangle
from server.demo.units import DISTRICTS

DISTRICT_CENTRES = {
    "east": Spot(5200, 400),
    "west": Spot(-5200, 200),
    "centre": Spot(0, 0),
    "high": Spot(900, 5600),
    "south": Spot(-400, -5600),
}
SCHOOL_NAMES = {
    "east": (("红旗小学", "primary"), ("青石中学", "middle"), ("东关幼儿园", "kindergarten")),
    "west": (("西河小学", "primary"), ("柳园中学", "middle"), ("桥头幼儿园", "kindergarten")),
    "centre": (("实验小学", "primary"), ("市一中", "middle"), ("钟楼幼儿园", "kindergarten")),
    "high": (("创业小学", "primary"), ("北湖中学", "middle"), ("软件园幼儿园", "kindergarten")),
    "south": (("南湖小学", "primary"), ("茶山中学", "middle"), ("渔港幼儿园", "kindergarten")),
}
CAFE_NAMES = ("极速网络会所", "蓝鲸网咖", "星河网吧", "云端电竞馆", "九州网络", "青柠网咖")
CAFE_DISTANCES_M = (160.0, 195.0, 240.0)
SCHOOL_SIZE_M = {"primary": (140.0, 110.0), "middle": (220.0, 180.0), "kindergarten": (60.0, 50.0)}
OTHERS = (
    ("park", ("青石公园", "柳园公园", "云溪公园", "北湖公园", "南湖公园")),
    ("hall", ("东城政务大厅", "西河政务大厅", "市政务大厅", "高新政务大厅", "南湖政务大厅")),
    ("market", ("东关农贸市场", "桥头农贸市场", "老城农贸市场", "创业路市场", "渔港水产市场")),
    ("station", ("东城客运站", "西河客运站", "云溪火车站", "高新客运站", "南湖码头")),
    ("estate", ("红旗家园", "柳园新村", "钟楼里", "软件园公寓", "茶山花园")),
    ("ktv", ("星光KTV", "金话筒歌厅", "云之声KTV", "北湖音乐汇", "渔港之夜")),
    ("amusement", ("欢乐城电玩", "奇趣游艺厅", "飞跃电玩", "酷玩地带", "海星游艺")),
    ("hospital", ("东城医院", "西河医院", "市人民医院", "高新医院", "南湖医院")),
    ("relief", ("东城救助点", "西河救助点", "市救助管理站", "高新救助点", "南湖救助点")),
)
JUNCTIONS = ("云溪路口", "解放路口", "人民路口")
JUNCTION_TAGS = {"east": "东城", "west": "西河", "centre": "市中", "high": "高新", "south": "南湖"}


def place_rows() -> list[dict[str, Any]]:
    """Rows as the importer takes them, about 95 of them, the same each time."""
    rows: list[dict[str, Any]] = []
    for number, (code, *_rest) in enumerate(DISTRICTS):
        chance = random.Random(f"places {code}")
        rows += _schools(code)
        rows += _cafes(code, number)
        rows += _junctions(code)
        for category, names in OTHERS:
            rows.append(_other(code, (category, names[number]), chance))
    return rows


def school_spot(code: str, number: int) -> Spot:
    """Middle of a district's school."""
    return DISTRICT_CENTRES[code].moved((number - 1) * 1300.0, 300.0 if number % 2 else -250.0)


def _schools(code: str) -> list[dict[str, Any]]:
    rows = []
    for number, (name, kind) in enumerate(SCHOOL_NAMES[code]):
        spot, (width, height) = school_spot(code, number), SCHOOL_SIZE_M[kind]
        gates = [
            {"name": "东门", "lat": spot.moved(width / 2, 0).lat, "lon": spot.moved(width / 2, 0).lon},
            {"name": "南门", "lat": spot.moved(0, -height / 2).lat, "lon": spot.moved(0, -height / 2).lon},
        ]
        row = _row(f"pl-{code}-school-{number + 1}", name, kind, spot)
        rows.append(
            row
            | {
                "unit_id": f"st-{code}-{number + 1}",
                "geometry": rectangle(spot, width, height),
                "gates": gates,
            }
        )
    return rows


def _cafes(code: str, district: int) -> list[dict[str, Any]]:
    """Two cafés a district: one north of the primary school, one north of the middle school."""
    rows = []
    for number in range(2):
        kind = SCHOOL_NAMES[code][number][1]
        distance_m = CAFE_DISTANCES_M[(district + number) % 3]
        spot = school_spot(code, number).moved(20, SCHOOL_SIZE_M[kind][1] / 2 + distance_m)
        name = CAFE_NAMES[(district * 2 + number) % len(CAFE_NAMES)]
        row = _row(f"pl-{code}-cafe-{number + 1}", name, "internet_cafe", spot)
        rows.append(row | {"unit_id": f"st-{code}-{number + 1}"})
    return rows


def _junctions(code: str) -> list[dict[str, Any]]:
    rows = []
    for number, name in enumerate(JUNCTIONS):
        spot = DISTRICT_CENTRES[code].moved(-600 + number * 900, -700)
        attrs = {
            "approaches": ["东进口", "西进口", "南进口", "北进口"],
            "signal": number != 2,
            "road": name.removesuffix("口"),
        }
        full_name = name if code == "centre" else f"{JUNCTION_TAGS[code]}{name}"
        row = _row(f"pl-{code}-junction-{number + 1}", full_name, "junction", spot)
        rows.append(row | {"unit_id": f"st-{code}-{number + 1}", "attrs": attrs})
    return rows


def _other(code: str, what: tuple[str, str], chance: random.Random) -> dict[str, Any]:
    category, name = what
    spot = DISTRICT_CENTRES[code].moved(chance.uniform(-1800, 1800), chance.uniform(-1500, 1500))
    row = _row(f"pl-{code}-{category}", name, category, spot)
    if category in {"park", "hall", "station", "market", "estate"}:
        row["geometry"] = rectangle(spot, chance.uniform(80, 400), chance.uniform(60, 300))
    return row | {"unit_id": f"st-{code}-{chance.randrange(1, 4)}"}


def _row(place: str, name: str, category: str, spot: Spot) -> dict[str, Any]:
    return {
        "id": place, "name": name, "category": category, "lat": spot.lat, "lon": spot.lon,
        "geometry": None, "gates": [], "grid": None, "attrs": {},
    }  # fmt: skip
