"""Pictures of a made-up ground: a PNG for every tile, told apart by its colour."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from tests.support.pmtiles import archive

SIDE = 256


def picture(z: int, x: int, y: int, side: int = 32) -> bytes:
    """Draw a tile: a road across, a pond, a shade of its own."""
    shade = 222 + (x + y + z) % 3 * 8
    image = Image.new("P", (side, side), 0)
    image.putpalette([shade, shade, shade - 12, 250, 250, 245, 170, 200, 225])
    pen = ImageDraw.Draw(image)
    pen.line([(0, side * 0.4), (side, side * 0.6)], fill=1, width=max(2, side // 12))
    pen.line([(side * 0.3, 0), (side * 0.3, side)], fill=1, width=max(1, side // 20))
    pen.ellipse([side * 0.6, side * 0.1, side * 0.9, side * 0.35], fill=2)
    out = BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def ground_of(folder: Path) -> Path:
    """A basemap around the school, of two pieces and a bit."""
    tiles = {(12, x, y): picture(12, x, y, SIDE) for x in range(3428, 3432) for y in range(1672, 1676)}
    tiles |= {address: tile + bytes(150_000) for address, tile in tiles.items()}
    path = folder / "city.pmtiles"
    path.write_bytes(archive(tiles))
    return path
