"""A bar below the picture that says when, where, what, who, and how to check it.

The bar is added below, so that no pixel of the evidence is hidden. Chinese
needs a font of the machine; where none is installed the words are romanised,
because a bar of empty boxes would be worse.
"""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

BAR_COLOUR = (16, 24, 32)
TEXT_COLOUR = (255, 255, 255)
_SIMPLIFIED_IN_COLLECTION = 2
_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", _SIMPLIFIED_IN_COLLECTION),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", _SIMPLIFIED_IN_COLLECTION),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", _SIMPLIFIED_IN_COLLECTION),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", 0),
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def add_bar(image: Image.Image, lines: list[str]) -> Image.Image:
    """Return the RGB picture with a bar of the lines below it, each wrapped to the picture's width."""
    size = max(14, image.width // 48)
    font, speaks_chinese = load_font(size)
    words = lines if speaks_chinese else [romanise(line) for line in lines]
    margin = size // 2
    rows = [row for line in words for row in _wrap(line, font, image.width - 2 * margin)]
    step = round(size * 1.45)
    whole = Image.new("RGB", (image.width, image.height + step * len(rows) + 2 * margin), BAR_COLOUR)
    whole.paste(image, (0, 0))
    draw = ImageDraw.Draw(whole)
    for number, row in enumerate(rows):
        draw.text((margin, image.height + margin + number * step), row, fill=TEXT_COLOUR, font=font)
    return whole


@lru_cache(maxsize=32)
def load_font(size: int) -> tuple[Font, bool]:
    """Return a font of `size` pixels and whether it has Chinese."""
    for path, index in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, size, index=index), True
    return ImageFont.load_default(size), False


def romanise(line: str) -> str:
    """Write Chinese in pinyin and everything else beyond ASCII as `?`."""
    # Its tables take 55 MB, which no process should hold that never writes a word of pinyin.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    words = " ".join(part.strip() for part in lazy_pinyin(line))
    return words.encode("ascii", "replace").decode("ascii")


def _wrap(line: str, font: Font, width: int) -> list[str]:
    """Break a line by characters, as Chinese is; at least one character a row."""
    rows = [""]
    for character in line:
        if rows[-1] and font.getlength(rows[-1] + character) > width:
            rows.append("")
        rows[-1] += character
    return rows
