"""Things that stand in the scenes: sky, ground, houses, shops, trees, people seen from behind, dogs, cars."""

from __future__ import annotations

from server.demo.pictures.brush import Box, Canvas, Colour, mix, shade

WALLS: tuple[Colour, ...] = (
    (214, 203, 184),
    (190, 198, 205),
    (206, 178, 160),
    (226, 221, 210),
    (172, 182, 176),
)
COATS: tuple[Colour, ...] = ((62, 84, 120), (140, 62, 58), (70, 98, 74), (96, 92, 98), (180, 150, 84))
LEAVES: Colour = (74, 112, 66)


def sky_and_ground(canvas: Canvas, horizon: float, ground: Colour) -> None:
    """Sky above the horizon, ground with a little perspective below it."""
    blue = mix((150, 186, 220), (196, 204, 210), canvas.chance.random())
    canvas.gradient(blue, mix(blue, (240, 240, 236), 0.7), (0, horizon))
    canvas.gradient(shade(ground, 0.92), shade(ground, 1.08), (horizon, 1))
    for _ in range(60):
        x, y = canvas.chance.random(), horizon + canvas.chance.random() * (1 - horizon)
        canvas.line([(x, y), (x + 0.01, y)], shade(ground, canvas.chance.uniform(0.85, 1.12)), 0.002)


def houses(canvas: Canvas, horizon: float) -> None:
    """A row of blocks with windows behind the scene."""
    x = -0.05
    while x < 1.05:
        width, height = canvas.chance.uniform(0.12, 0.24), canvas.chance.uniform(0.2, 0.42)
        house(canvas, (x, horizon - height, x + width, horizon), canvas.chance.choice(WALLS))
        x += width + canvas.chance.uniform(0.0, 0.03)


def house(canvas: Canvas, box: Box, wall: Colour) -> None:
    """One block with a grid of windows, some of them lit."""
    canvas.box(box, wall)
    canvas.box((box[2] - 0.015, box[1], box[2], box[3]), shade(wall, 0.8))
    y = box[1] + 0.02
    while y < box[3] - 0.05:
        x = box[0] + 0.015
        while x < box[2] - 0.04:
            lit = canvas.night and canvas.chance.random() < 0.5
            pane = (250, 226, 150) if lit else shade((112, 132, 150), canvas.chance.uniform(0.8, 1.2))
            canvas.box((x, y, x + 0.022, y + 0.035), pane)
            x += 0.035
        y += 0.06


def tree(canvas: Canvas, x: float, foot: float, size: float) -> None:
    """A street tree of a height."""
    canvas.box((x - size * 0.03, foot - size * 0.5, x + size * 0.03, foot), (96, 78, 60))
    for _ in range(26):
        dx, dy = canvas.chance.gauss(0, size * 0.16), canvas.chance.gauss(0, size * 0.13)
        r = size * canvas.chance.uniform(0.06, 0.13)
        cx, cy = x + dx, foot - size * 0.68 + dy
        canvas.oval((cx - r, cy - r, cx + r, cy + r), shade(LEAVES, canvas.chance.uniform(0.75, 1.35)))


def person(canvas: Canvas, x: float, foot: float, size: float) -> None:
    """Somebody seen from behind: no face is ever drawn."""
    coat = canvas.chance.choice(COATS)
    canvas.shadow((x - size * 0.2, foot - size * 0.03, x + size * 0.25, foot + size * 0.05))
    for side in (-0.07, 0.02):
        canvas.box((x + size * side, foot - size * 0.48, x + size * (side + 0.06), foot), (52, 54, 66))
    canvas.soft_box(
        (x - size * 0.13, foot - size * 0.84, x + size * 0.13, foot - size * 0.42), coat, size * 0.04
    )
    for side in (-0.16, 0.12):
        canvas.soft_box(
            (x + size * side, foot - size * 0.8, x + size * (side + 0.05), foot - size * 0.45),
            shade(coat, 0.85),
            size * 0.02,
        )
    canvas.oval((x - size * 0.07, foot - size * 1.02, x + size * 0.07, foot - size * 0.83), (44, 38, 36))


def dog(canvas: Canvas, x: float, foot: float, size: float) -> None:
    """A dog in profile."""
    coat = canvas.chance.choice(((188, 142, 92), (70, 60, 54), (226, 216, 200), (150, 108, 70)))
    canvas.shadow((x - size * 0.5, foot - size * 0.04, x + size * 0.6, foot + size * 0.1))
    for leg in (-0.38, -0.22, 0.16, 0.32):
        canvas.box((x + size * leg, foot - size * 0.4, x + size * (leg + 0.09), foot), shade(coat, 0.85))
    canvas.soft_box(
        (x - size * 0.45, foot - size * 0.72, x + size * 0.45, foot - size * 0.32), coat, size * 0.12
    )
    canvas.soft_box(
        (x + size * 0.34, foot - size * 1.02, x + size * 0.68, foot - size * 0.62), coat, size * 0.1
    )
    canvas.soft_box(
        (x + size * 0.58, foot - size * 0.86, x + size * 0.82, foot - size * 0.68),
        shade(coat, 0.92),
        size * 0.05,
    )
    canvas.polygon(
        [(x + size * 0.36, foot - size), (x + size * 0.42, foot - size * 1.2), (x + size * 0.5, foot - size)],
        shade(coat, 0.7),
    )
    canvas.line(
        [(x - size * 0.44, foot - size * 0.64), (x - size * 0.66, foot - size * 0.98)], coat, size * 0.07
    )
    canvas.oval((x + size * 0.55, foot - size * 0.9, x + size * 0.6, foot - size * 0.84), (20, 20, 20))


def car(canvas: Canvas, x: float, foot: float, size: float) -> None:
    """A parked car in profile; the plate stays blank."""
    paint = canvas.chance.choice(
        ((236, 236, 236), (60, 64, 70), (150, 44, 44), (70, 96, 140), (186, 190, 194))
    )
    canvas.shadow((x - size * 0.05, foot - size * 0.05, x + size * 1.05, foot + size * 0.06))
    canvas.soft_box((x, foot - size * 0.3, x + size, foot - size * 0.06), paint, size * 0.05)
    roof = [
        (x + size * 0.16, foot - size * 0.29),
        (x + size * 0.3, foot - size * 0.5),
        (x + size * 0.68, foot - size * 0.5),
        (x + size * 0.86, foot - size * 0.29),
    ]
    canvas.polygon(roof, shade(paint, 0.92))
    glass = [
        (x + size * 0.22, foot - size * 0.3),
        (x + size * 0.33, foot - size * 0.46),
        (x + size * 0.65, foot - size * 0.46),
        (x + size * 0.78, foot - size * 0.3),
    ]
    canvas.polygon(glass, (88, 106, 122))
    for wheel in (0.16, 0.7):
        canvas.oval(
            (x + size * wheel, foot - size * 0.18, x + size * (wheel + 0.17), foot + size * 0.05),
            (34, 34, 36),
        )
        canvas.oval(
            (x + size * (wheel + 0.05), foot - size * 0.12, x + size * (wheel + 0.12), foot - size * 0.02),
            (170, 172, 176),
        )


def shop(canvas: Canvas, box: Box, sign: str, board: Colour) -> None:
    """A shop front: wall, sign board with words, glass doors."""
    left, top, right, bottom = box
    canvas.box(box, canvas.chance.choice(WALLS))
    canvas.box((left, top + 0.02, right, top + 0.17), board)
    canvas.words(
        ((left + right) / 2, top + 0.095),
        sign,
        min(0.07, (right - left) / max(6, len(sign)) * 0.85),
        (250, 244, 220),
    )
    panes = 4
    step = (right - left - 0.04) / panes
    for pane in range(panes):
        x = left + 0.02 + pane * step
        inside = (150, 190, 230) if canvas.night else (96, 116, 128)
        canvas.box(
            (x + 0.005, top + 0.2, x + step - 0.005, bottom - 0.01),
            shade(inside, canvas.chance.uniform(0.8, 1.1)),
        )
        canvas.line(
            [(x + step * 0.2, bottom - 0.05), (x + step * 0.7, top + 0.22)], shade(inside, 1.25), 0.004
        )
    canvas.box((left + 0.02 + step * 1.0, top + 0.2, left + 0.025 + step * 1.0, bottom), (60, 62, 66))


def crossing(canvas: Canvas, top: float, worn: float) -> None:
    """A zebra crossing in perspective; worn 0..1 fades its paint."""
    paint = mix((236, 236, 230), (120, 122, 124), worn)
    for stripe in range(9):
        x = 0.06 + stripe * 0.105
        canvas.polygon(
            [
                (x, top),
                (x + 0.05, top),
                (x + 0.05 + (x - 0.5) * 0.35, 0.98),
                (x - 0.02 + (x - 0.5) * 0.35, 0.98),
            ],
            paint,
        )
