"""A city that counts the way on foot: its streets come to the phone, and settle what a line left open."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from schemas.catalogue import EDITION_FILE
from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import SENT, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

NET_CAFE = "校园周边200米内上网服务营业场所"
HERE = [AT_SCHOOL_GATE["longitude"], AT_SCHOOL_GATE["latitude"]]
# 100 m west of the officer; a wall lies between them, and the street leads round it.
GATE = [HERE[0] - 0.00105, HERE[1]]
NORTH = HERE[1] + 0.00108
STREETS = ([GATE, [GATE[0], NORTH], [HERE[0], NORTH]], [[HERE[0], NORTH], HERE])


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def line(points: list[list[float]]) -> dict[str, Any]:
    shape = {"type": "LineString", "coordinates": points}
    return {"type": "Feature", "properties": {}, "geometry": shape}


def counts_the_way_on_foot(server: Installation, folder: Path) -> None:
    """Publish an edition of its own, and give the school its gate."""
    edition = EDITION_FILE.read_text("utf-8").replace('edition: "2026.1"', 'edition: "2026.9"')
    edition = edition.replace("  number: 1\n", "  number: 2\n", 1)
    edition = edition.replace("{value: boundary_line,", "{value: gate_path,", 1)
    school = {
        "type": "Feature",
        "properties": {
            "id": "school-1", "name": "实验小学", "category": "primary", "unit_id": "east-1",
            "gates": f"东门:{GATE[1]},{GATE[0]}",
        },
        "geometry": {"type": "Point", "coordinates": GATE},
    }  # fmt: skip
    for kind, name, text in (
        ("catalogue", "edition.yaml", edition),
        ("places", "places.geojson", collection(school)),
    ):
        (folder / name).write_text(text, "utf-8")
        server.command("import", kind, str(folder / name), "--yes")


def loads_the_streets(server: Installation, folder: Path) -> str:
    file = folder / "streets.geojson"
    file.write_text(collection(*map(line, STREETS)), "utf-8")
    said = re.search(r"network (\w{12})", server.command("import", "network", str(file), "--yes"))
    assert said
    return said[1]


def card(officer: Officer) -> Locator:
    return officer.page.get_by_role("region", name="距离判断")


def test_a_street_round_the_wall_makes_a_near_cafe_lawful(
    server: Installation, phone: Device, desk: Device, tmp_path: Path
) -> None:
    counts_the_way_on_foot(server, tmp_path)
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("校园周边", NET_CAFE)
    officer.takes_pictures(2)
    officer.button("完成").click()
    expect(card(officer)).to_contain_text("待复测", timeout=SLOW_MS)
    expect(card(officer)).to_contain_text("按校门直线")
    expect(card(officer)).to_contain_text("本机没有道路数据")
    phone.picture("on_foot/without")
    form = officer.page.url

    edition = loads_the_streets(server, tmp_path)
    officer.asks_for_news()
    server.stop()
    officer.page.goto(form)
    expect(card(officer)).to_contain_text("范围外", timeout=SLOW_MS)
    expect(card(officer)).to_contain_text(re.compile(r"3[34]\d m ± \d+ m"))
    expect(card(officer)).to_contain_text("按校门步行路径")
    phone.picture("on_foot/outside")
    officer.answers(("营业状态", "正在营业"), ("入口显著位置悬挂未成年人禁入标志", "是"))
    officer.saves()

    server.start()
    officer.looks_at_phone_again()
    officer.sees_record("待审核", NET_CAFE, SENT)
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(NET_CAFE)
    expect(reviewer.page.get_by_text(f"校门步行,路网 {edition}")).to_be_visible(timeout=SLOW_MS)
    found = reviewer.reads(reviewer.record_id())
    assert (found["geo"]["method"], found["geo"]["verdict"], found["geo"]["network"]) == (
        "gate_path",
        "outside",
        edition,
    )
    [distance] = [answer["value"] for answer in found["answers"] if answer["code"] == "distance"]
    assert distance == found["geo"]["distance_m"]
    assert "distance_uncertain" not in [flag["code"] for flag in found["flags"]]
    desk.picture("on_foot/desk")
