"""The cache of derivatives and the watermark's bar."""

import io

import pytest
from PIL import Image

from server.store import images, watermark
from server.store.derived import DerivedCache
from tests.support import pictures

SHA256 = "ab" * 32


@pytest.fixture
def cache(tmp_path):
    return DerivedCache(tmp_path / "derived")


def test_a_derivative_is_kept_by_content_and_version(cache, tmp_path):
    assert cache.read(SHA256, "thumb") is None and not cache.has(SHA256, "thumb")
    cache.keep(SHA256, "thumb", b"one")
    cache.keep(SHA256, "thumb", b"two")
    assert cache.read(SHA256, "thumb") == b"two" and cache.has(SHA256, "thumb")
    assert [path.name for path in (tmp_path / "derived" / SHA256).iterdir()] == ["thumb-v2.jpg"]


def test_all_of_a_picture_goes_at_once(cache):
    cache.keep(SHA256, "thumb", b"one")
    cache.keep(SHA256, "watermarked-0123456789abcdef", b"two")
    cache.remove(SHA256)
    assert cache.read(SHA256, "thumb") is None


@pytest.mark.parametrize(
    ("sha256", "rendition"), [("..", "thumb"), (SHA256, "../x"), (SHA256, "Thumb"), (SHA256, "")]
)
def test_only_hashes_and_renditions_are_names(cache, sha256, rendition):
    with pytest.raises(ValueError):
        cache.read(sha256, rendition)


def test_the_bar_is_below_and_hides_no_pixel():
    image = pictures.quarters()
    made = watermark.add_bar(image, ["2026-11-22 15:20:31 UTC+08:00", "城东街道示范路 12 号", "巡查员 陈路"])
    assert made.width == image.width and made.height > image.height
    assert made.crop((0, 0, *image.size)).tobytes() == image.tobytes()
    assert len(made.crop((0, image.height, *made.size)).getcolors(1 << 20)) > 2


def test_a_long_line_is_broken_and_not_cut():
    image = pictures.quarters(320, 200)
    one, many = watermark.add_bar(image, ["短"]), watermark.add_bar(image, ["很长的位置描述" * 12])
    assert many.height > one.height + 3 * 14


def test_without_a_chinese_font_words_are_romanised(monkeypatch):
    monkeypatch.setattr(watermark, "_FONTS", ())
    watermark.load_font.cache_clear()
    assert watermark.romanise("核验码 AB12é") == "he yan ma AB12?"
    made = watermark.add_bar(pictures.quarters(), ["核验码"])
    watermark.load_font.cache_clear()
    assert Image.open(io.BytesIO(images.encode(made))).size == made.size
