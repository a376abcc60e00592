"""The film that Chromium's fake camera plays: a real photo where one is at hand, else a drawn street."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

REAL_PHOTO = Path(__file__).resolve().parents[3] / "shared" / "photos" / "phone-iphone.jpg"
FRAME_SIZE = (1920, 1440)
FRAMES = 8
SHOWN_SIZE = (640, 640)
ASLANT_DEGREES = 11


def _drawn() -> Image.Image:
    image = Image.new("RGB", FRAME_SIZE, (188, 208, 224))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 900, 1920, 1440), fill=(96, 98, 100))
    draw.rectangle((160, 260, 900, 940), fill=(176, 120, 92), outline=(70, 50, 40), width=8)
    for column in range(4):
        draw.rectangle((220 + 170 * column, 360, 320 + 170 * column, 520), fill=(60, 84, 110))
    for stripe in range(7):
        draw.polygon(
            [(s := 240 * stripe, 1440), (s + 110, 1440), (s + 190, 1120), (s + 110, 1120)],
            fill=(230, 230, 228),
        )
    # Grain, as every sensor has: without it the pictures would be too small to be cut in their middle.
    grain = Image.effect_noise(FRAME_SIZE, 60).convert("RGB")
    return Image.blend(image, grain, 0.2)


def _scene() -> tuple[Image.Image, str]:
    if REAL_PHOTO.exists():
        with Image.open(REAL_PHOTO) as photo:
            return photo.convert("RGB").resize(FRAME_SIZE), REAL_PHOTO.name
    return _drawn(), "a drawn street"


def write_film(path: Path) -> str:
    """Write a motion-JPEG file of slightly different frames (no two shots alike); return what it shows."""
    scene, name = _scene()
    _write(path, scene)
    return name


def write_sight_of(path: Path, screen: bytes) -> None:
    """Write what a camera sees of another phone's screen: aslant, dimmed, in front of the street."""
    scene, _ = _scene()
    with Image.open(io.BytesIO(screen)) as shown:
        dimmed = Image.blend(
            shown.convert("RGBA").resize(SHOWN_SIZE), Image.new("RGBA", SHOWN_SIZE, "grey"), 0.3
        )
    held = dimmed.rotate(ASLANT_DEGREES, Image.Resampling.BICUBIC, expand=True)
    scene.paste(held, (620, 340), held)
    _write(path, scene)


def _write(path: Path, scene: Image.Image) -> None:
    film = io.BytesIO()
    for number in range(FRAMES):
        frame = scene.copy()
        ImageDraw.Draw(frame).ellipse((40 + 60 * number, 40, 90 + 60 * number, 90), fill=(250, 210, 60))
        frame.save(film, "JPEG", quality=88, subsampling="4:2:0")
    path.write_bytes(film.getvalue())
