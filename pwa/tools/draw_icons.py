"""Draw the app icons: a location pin that carries a check mark, on the accent blue.

Run from any folder: ``python pwa/tools/draw_icons.py`` writes ``pwa/public/icons/*.png``.
"""

from pathlib import Path

from PIL import Image, ImageDraw

BLUE = (18, 58, 115)
WHITE = (255, 255, 255)
OVERSAMPLE = 4
ICONS = Path(__file__).parent.parent / "public" / "icons"


def draw(size: int, *, mark: float, radius: float) -> Image.Image:
    """Return a square RGBA icon of ``size`` px; ``mark`` and ``radius`` are shares of the side."""
    side = size * OVERSAMPLE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), radius * side, fill=BLUE)

    def at(x: float, y: float) -> tuple[float, float]:
        return side * (0.5 + mark * (x - 0.5)), side * (0.5 + mark * (y - 0.5))

    pen.ellipse((*at(0.14, 0.02), *at(0.86, 0.74)), fill=WHITE)
    pen.polygon([at(0.192, 0.56), at(0.808, 0.56), at(0.5, 0.99)], fill=WHITE)
    tick = [at(0.33, 0.39), at(0.46, 0.52), at(0.69, 0.26)]
    width = round(side * mark * 0.085)
    pen.line(tick, fill=BLUE, width=width, joint="curve")
    for x, y in (tick[0], tick[-1]):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=BLUE)
    return image.resize((size, size), Image.Resampling.LANCZOS).quantize(32)


def main() -> None:
    """Write the three icons that the manifest names."""
    ICONS.mkdir(parents=True, exist_ok=True)
    draw(192, mark=0.66, radius=0.22).save(ICONS / "icon-192.png", optimize=True)
    draw(512, mark=0.66, radius=0.22).save(ICONS / "icon-512.png", optimize=True)
    draw(512, mark=0.52, radius=0.0).save(ICONS / "maskable-512.png", optimize=True)


if __name__ == "__main__":
    main()
