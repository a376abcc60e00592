"""Pictures drawn for the tests, well made and ill made."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

REAL = Path(__file__).resolve().parents[3] / "shared" / "photos"
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250)


def quarters(width: int = 640, height: int = 480) -> Image.Image:
    """Draw red top left, green top right, blue bottom left, white bottom right."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), RED)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), BLUE)
    return image


def jpeg(image: Image.Image | None = None, orientation: int = 1, note: str = "") -> bytes:
    """Encode as JPEG with an EXIF orientation and a comment that makes the bytes differ."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A maker whose name must not survive"
    out = io.BytesIO()
    (image or quarters()).save(out, "JPEG", quality=88, exif=exif, comment=note.encode())
    return out.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    """Encode as PNG."""
    out = io.BytesIO()
    (image or quarters()).save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """Write a PNG of 50,000 x 50,000 one-bit pixels in about 10 kB that claims 300 MB when decoded."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(6251)) for _ in range(1500)) + rows.flush()
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def ugly() -> dict[str, bytes]:
    """Name what must be kept, flagged `unreadable` and never decoded for display."""
    whole = jpeg()
    return {
        "bomb": bomb(),
        "svg named jpg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "html": b"<!doctype html><script>alert(1)</script>",
        "empty": b"",
        "one byte": b"\xff",
        "truncated": whole[: len(whole) // 2],
        "header only": whole[:20],
        "jpeg start, then noise": whole[:4] + bytes(range(256)) * 40,
        "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
        "zip": b"PK\x03\x04" + bytes(60),
    }


def with_html() -> bytes:
    """Append a page to a JPEG: decodable, flagged."""
    return jpeg() + b"<html><script>alert(1)</script></html>"


def real() -> list[Path]:
    """List the photos of real phones where that folder exists beside the repository."""
    return sorted(path for path in REAL.glob("*.*") if path.suffix != ".md") if REAL.is_dir() else []
