"""Drawing primitives shared by the scenes: canvas, light, text, and a photographic finish.

All lengths are fractions of the picture's size, so that a scene can be drawn at any resolution.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    import random

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)


@cache
def font_file() -> str | None:
    """Path of a font with Chinese glyphs, or None where the machine has none (signs then stay blank)."""
    return next((path for path in FONTS if Path(path).exists()), None)


@cache
def font(size_px: int) -> ImageFont.FreeTypeFont | None:
    """Chinese font at a pixel size, or None."""
    path = font_file()
    return ImageFont.truetype(path, size_px) if path else None


def shade(colour: Colour, factor: float) -> Colour:
    """Colour made darker (factor < 1) or lighter (factor > 1)."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend of two colours; share 0 gives the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass
class Canvas:
    """A picture being drawn; `chance` decides every detail, so a seed gives the same bytes."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    chance: random.Random
    night: bool

    @classmethod
    def blank(cls, size: tuple[int, int], chance: random.Random, *, night: bool) -> Canvas:
        """An empty canvas of the size in pixels."""
        image = Image.new("RGB", size, (200, 200, 200))
        return cls(image, ImageDraw.Draw(image, "RGBA"), chance, night)

    def at(self, x: float, y: float) -> Point:
        """Pixel position of a fraction of the picture."""
        return x * self.image.width, y * self.image.height

    def box(self, box: Box, fill: Colour, outline: Colour | None = None) -> None:
        """Filled rectangle."""
        self.pen.rectangle((*self.at(box[0], box[1]), *self.at(box[2], box[3])), fill=fill, outline=outline)

    def soft_box(self, box: Box, fill: Colour, radius: float) -> None:
        """Filled rectangle with rounded corners; the radius is a fraction of the width."""
        corners = (*self.at(box[0], box[1]), *self.at(box[2], box[3]))
        self.pen.rounded_rectangle(corners, radius=radius * self.image.width, fill=fill)

    def polygon(self, points: list[Point], fill: Colour) -> None:
        """Filled polygon."""
        self.pen.polygon([self.at(x, y) for x, y in points], fill=fill)

    def oval(self, box: Box, fill: Colour) -> None:
        """Filled ellipse within the box."""
        self.pen.ellipse((*self.at(box[0], box[1]), *self.at(box[2], box[3])), fill=fill)

    def line(self, points: list[Point], fill: Colour, width: float) -> None:
        """Line whose width is a fraction of the picture's width."""
        pixels = max(1, round(width * self.image.width))
        self.pen.line([self.at(x, y) for x, y in points], fill=fill, width=pixels, joint="curve")

    def words(self, centre: Point, text: str, size: float, fill: Colour) -> None:
        """Text centred on a point; the size is a fraction of the width."""
        face = font(max(8, round(size * self.image.width)))
        if face:
            self.pen.text(self.at(*centre), text, font=face, fill=fill, anchor="mm")

    def shadow(self, box: Box, strength: int = 70) -> None:
        """Soft dark ellipse on the ground."""
        self.pen.ellipse((*self.at(box[0], box[1]), *self.at(box[2], box[3])), fill=(0, 0, 0, strength))

    def gradient(self, top: Colour, bottom: Colour, area: tuple[float, float]) -> None:
        """Vertical gradient between two heights."""
        start, stop = (round(part * self.image.height) for part in area)
        for row in range(start, stop):
            share = (row - start) / max(1, stop - start)
            self.pen.line((0, row, self.image.width, row), fill=mix(top, bottom, share))


@cache
def _vignette(size: tuple[int, int]) -> Image.Image:
    small = Image.new("L", (64, 48))
    for y in range(48):
        for x in range(64):
            far = math.hypot((x - 32) / 32, (y - 24) / 24)
            small.putpixel((x, y), round(255 - 70 * max(0.0, far - 0.5)))
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 26).convert("RGB")


def develop(canvas: Canvas) -> Image.Image:
    """Gives a drawing the look of a phone photo: slight blur, grain, darker corners, night tint."""
    image = canvas.image.filter(ImageFilter.GaussianBlur(0.7))
    image = ImageChops.multiply(image, _vignette(image.size))
    if canvas.night:
        image = ImageChops.multiply(image, Image.new("RGB", image.size, (118, 124, 168)))
    shift = canvas.chance.randrange(1, image.width), canvas.chance.randrange(1, image.height)
    grain = ImageChops.offset(_grain(image.size), *shift)
    return Image.blend(image, ImageChops.soft_light(image, grain), 0.55)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """JPEG bytes without metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
