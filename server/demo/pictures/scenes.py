"""Scenes of the demo city, one per kind of finding, chosen by item code.

A scene is drawn from a seed: the same request gives the same bytes on the same machine and fonts.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.demo.pictures import things
from server.demo.pictures.brush import Canvas, develop, shade

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

SIZE = (1024, 768)
ASPHALT = (128, 130, 132)
PAVING = (176, 170, 160)
GRASS = (120, 150, 92)


@dataclass(frozen=True)
class SceneRequest:
    """What to draw: item code, shot slot, sign words, seed, night or day."""

    item: str
    slot: str
    sign: str
    seed: int
    night: bool = False


def draw(request: SceneRequest) -> Image.Image:
    """The picture of a finding, 1024 x 768 px, RGB."""
    canvas = Canvas.blank(SIZE, random.Random(request.seed), night=request.night)
    painter = SCENES.get(request.item, street)
    painter(canvas, request)
    return develop(canvas)


def street(canvas: Canvas, request: SceneRequest) -> None:
    """An ordinary street, with a sign where there is one."""
    things.sky_and_ground(canvas, 0.5, ASPHALT)
    things.houses(canvas, 0.5)
    for x in (0.12, 0.85):
        things.tree(canvas, x, 0.56, 0.36)
    if request.sign:
        things.shop(canvas, (0.3, 0.2, 0.75, 0.58), request.sign, (60, 90, 130))
    things.person(canvas, canvas.chance.uniform(0.15, 0.3), 0.78, 0.3)


def shop_front(canvas: Canvas, request: SceneRequest) -> None:
    """A shop near a school: wide view with the street, or the sign close up."""
    things.sky_and_ground(canvas, 0.6, PAVING)
    board = canvas.chance.choice(((150, 36, 44), (34, 70, 130), (92, 40, 120), (24, 100, 84)))
    if request.slot == "overview":
        things.houses(canvas, 0.6)
        things.shop(canvas, (0.27, 0.26, 0.79, 0.7), request.sign, board)
        things.tree(canvas, 0.05, 0.72, 0.44)
        things.car(canvas, 0.62, 0.9, 0.32)
        return
    things.shop(canvas, (0.02, 0.06, 0.98, 0.9), request.sign, board)
    things.person(canvas, 0.86, 0.98, 0.34)


def dog_walk(canvas: Canvas, request: SceneRequest) -> None:
    """A park path with somebody and a dog off the leash."""
    things.sky_and_ground(canvas, 0.42, GRASS)
    for x in (0.06, 0.22, 0.4, 0.62, 0.8, 0.96):
        things.tree(canvas, x + canvas.chance.uniform(-0.04, 0.04), 0.47, canvas.chance.uniform(0.28, 0.42))
    canvas.polygon([(0.42, 0.42), (0.56, 0.42), (0.95, 1.0), (0.05, 1.0)], (198, 188, 168))
    near = 1.5 if request.slot == "act" else 1.0
    x = canvas.chance.uniform(0.3, 0.42)
    things.dog(canvas, x, 0.82, 0.16 * near)
    if request.item == "DOG-01":
        things.person(canvas, x + 0.3, 0.74, 0.34 * near)


def fouling(canvas: Canvas, request: SceneRequest) -> None:
    """Paving stones seen from above, not cleaned."""
    canvas.gradient(shade(PAVING, 0.95), shade(PAVING, 1.1), (0, 1))
    for row in range(8):
        for column in range(9):
            x, y = column / 8 - (row % 2) * 0.06, row / 8
            canvas.box(
                (x + 0.003, y + 0.004, x + 0.121, y + 0.121), shade(PAVING, canvas.chance.uniform(0.88, 1.06))
            )
    for _ in range(9):
        x, y = canvas.chance.gauss(0.5, 0.04), canvas.chance.gauss(0.55, 0.04)
        canvas.oval((x, y, x + 0.06, y + 0.05), shade((92, 66, 42), canvas.chance.uniform(0.7, 1.2)))
    things.person(canvas, 0.9, 1.2, 0.5) if request.slot == "overview" else None


def small_ads(canvas: Canvas, request: SceneRequest) -> None:
    """A wall or pole with pasted slips; numbers are of no network."""
    wall = canvas.chance.choice(things.WALLS)
    canvas.gradient(shade(wall, 0.9), shade(wall, 1.04), (0, 1))
    for row in range(14):
        for column in range(12):
            x, y = column / 11 - (row % 2) * 0.045, row / 14
            canvas.box((x, y, x + 0.088, y + 0.068), shade(wall, canvas.chance.uniform(0.9, 1.05)))
    count = 1 if request.slot == "text" else canvas.chance.randrange(3, 8)
    for number in range(count):
        slip(canvas, request, number if count > 1 else -1)


def slip(canvas: Canvas, request: SceneRequest, number: int) -> None:
    """One pasted advert; -1 fills the picture with it."""
    paper = canvas.chance.choice(((250, 240, 120), (255, 255, 255), (250, 190, 190), (180, 226, 240)))
    if number < 0:
        left, top, width, height = 0.16, 0.2, 0.68, 0.56
    else:
        left, top = 0.06 + (number % 4) * 0.23, 0.1 + (number // 4) * 0.4 + canvas.chance.uniform(0, 0.1)
        width, height = 0.19, 0.24
    canvas.box((left, top, left + width, top + height), shade(paper, 0.82))
    canvas.box((left, top, left + width - 0.006, top + height - 0.008), paper)
    canvas.words((left + width / 2, top + height * 0.32), request.sign, width / 5.2, (180, 24, 30))
    canvas.words(
        (left + width / 2, top + height * 0.7),
        f"000-{canvas.chance.randrange(1000, 9999)}-0000",
        width / 9,
        (30, 30, 36),
    )


def stall(canvas: Canvas, request: SceneRequest) -> None:
    """A stall under a parasol, goods on the table."""
    things.sky_and_ground(canvas, 0.5, PAVING)
    things.houses(canvas, 0.5)
    canvas.box((0.49, 0.3, 0.505, 0.8), (90, 90, 94))
    for part in range(6):
        colour = (196, 60, 52) if part % 2 else (240, 232, 216)
        canvas.polygon([(0.5, 0.2), (0.2 + part * 0.1, 0.38), (0.3 + part * 0.1, 0.38)], colour)
    canvas.box((0.26, 0.62, 0.76, 0.68), (150, 112, 74))
    canvas.box((0.28, 0.68, 0.74, 0.84), (118, 88, 60))
    for part in range(11):
        goods = canvas.chance.choice(((200, 70, 60), (70, 120, 180), (230, 190, 80), (90, 150, 100)))
        canvas.box(
            (0.28 + part * 0.043, 0.55 + canvas.chance.uniform(0, 0.03), 0.315 + part * 0.043, 0.63), goods
        )
    things.person(canvas, 0.86, 0.9, 0.42)
    if request.sign:
        canvas.words((0.51, 0.76), request.sign, 0.04, (250, 240, 210))


def junction(canvas: Canvas, request: SceneRequest) -> None:
    """A junction with a zebra crossing, worn where that is the hazard."""
    things.sky_and_ground(canvas, 0.42, ASPHALT)
    things.houses(canvas, 0.42)
    things.crossing(canvas, 0.56, 0.75 if request.item == "TRF-07" else 0.1)
    canvas.box((0.9, 0.12, 0.912, 0.6), (70, 74, 78))
    canvas.soft_box((0.87, 0.08, 0.94, 0.24), (36, 38, 42), 0.01)
    canvas.oval((0.885, 0.095, 0.925, 0.145), (60, 200, 90))
    if request.item == "TRF-07":
        canvas.polygon([(0.4, 0.74), (0.52, 0.7), (0.66, 0.76), (0.58, 0.84), (0.44, 0.82)], (62, 60, 60))
        return
    things.car(canvas, 0.3, 0.78, 0.42)
    canvas.box((0.44, 0.62, 0.47, 0.65), (250, 250, 246))


def exit_blocked(canvas: Canvas, request: SceneRequest) -> None:
    """A stairwell door behind boxes, or a fire lane taken by a car."""
    if request.slot == "overview":
        things.sky_and_ground(canvas, 0.45, ASPHALT)
        things.houses(canvas, 0.45)
        canvas.polygon([(0.3, 0.5), (0.7, 0.5), (0.98, 1), (0.02, 1)], (150, 80, 70))
        canvas.words((0.5, 0.93), "消防通道 禁止占用", 0.06, (250, 230, 140))
        things.car(canvas, 0.26, 0.8, 0.5)
        return
    canvas.gradient((216, 214, 206), (186, 184, 178), (0, 1))
    canvas.box((0.3, 0.12, 0.7, 0.9), (96, 130, 112))
    canvas.box((0.36, 0.03, 0.64, 0.1), (28, 130, 70))
    canvas.words((0.5, 0.065), "安全出口", 0.05, (240, 255, 240))
    for part in range(7):
        x, y = 0.22 + (part % 4) * 0.15, 0.9 - (part // 4) * 0.22
        canvas.box((x, y - 0.2, x + 0.14, y), shade((186, 142, 92), canvas.chance.uniform(0.8, 1.1)))
        canvas.line([(x, y - 0.1), (x + 0.14, y - 0.1)], (150, 112, 70), 0.006)


def station(canvas: Canvas, request: SceneRequest) -> None:
    """A security gate in a station hall."""
    canvas.gradient((226, 228, 230), (198, 200, 202), (0, 0.62))
    canvas.gradient((170, 172, 176), (206, 206, 206), (0.62, 1))
    canvas.box((0.1, 0.06, 0.9, 0.15), (30, 66, 120))
    canvas.words((0.5, 0.105), request.sign or "安检通道", 0.05, (255, 255, 255))
    for x in (0.36, 0.58):
        canvas.box((x, 0.3, x + 0.03, 0.8), (70, 76, 86))
    canvas.box((0.36, 0.26, 0.61, 0.31), (70, 76, 86))
    canvas.soft_box((0.64, 0.48, 0.95, 0.78), (88, 96, 108), 0.02)
    for x, foot in ((0.24, 0.94), (0.48, 0.9), (0.74, 0.98)):
        things.person(canvas, x, foot, 0.46)


def shelter(canvas: Canvas, request: SceneRequest) -> None:
    """An underpass with bedding; nobody can be recognised."""
    canvas.gradient((120, 122, 126), (150, 148, 144), (0, 0.6))
    canvas.gradient((128, 124, 118), (160, 156, 150), (0.6, 1))
    for x in (0.12, 0.5, 0.88):
        canvas.box((x - 0.05, 0.0, x + 0.05, 0.66), (140, 140, 142))
    canvas.soft_box((0.2, 0.74, 0.66, 0.86), (92, 104, 132), 0.03)
    canvas.soft_box((0.6, 0.72, 0.76, 0.82), (176, 170, 160), 0.03)
    canvas.box((0.76, 0.76, 0.86, 0.9), (150, 120, 84))
    if request.slot == "act":
        things.person(canvas, 0.36, 0.95, 0.4)


SCENES: dict[str, Callable[[Canvas, SceneRequest], None]] = {
    "SCH-01": shop_front,
    "SCH-02": shop_front,
    "SCH-03": stall,
    "SCH-06": shop_front,
    "DOG-01": dog_walk,
    "DOG-02": fouling,
    "DOG-03": dog_walk,
    "TRF-05": junction,
    "TRF-07": junction,
    "ADS-01": small_ads,
    "VAG-01": shelter,
    "STN-02": station,
    "VEN-02": street,
    "FIR-01": exit_blocked,
    "MKT-02": stall,
}
