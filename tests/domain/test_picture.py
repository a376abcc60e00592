"""What bytes alone say about a picture."""

import io
import struct

import pytest
from PIL import Image

from server.domain import picture
from tests.support.cases import read_cases


def drawn(kind, **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(out, kind, **options)
    return out.getvalue()


KINDS = [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")]


@pytest.mark.parametrize(("plugin", "kind"), KINDS)
def test_names_the_format_by_its_first_bytes(plugin, kind):
    assert picture.sniff(drawn(plugin)[:16]) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"GIF89a" + bytes(10),
        b"MM\0*" + bytes(12),
    ],
)
def test_anything_else_has_no_format(data):
    assert picture.sniff(data) is None


@pytest.mark.parametrize(("plugin", "kind"), KINDS)
def test_finds_bytes_after_the_end(plugin, kind):
    data = drawn(plugin)
    assert not picture.has_trailing_data(data, kind)
    assert picture.has_trailing_data(data + b"<html><script>alert(1)</script>", kind)


@pytest.mark.parametrize(("plugin", "kind"), KINDS)
def test_padding_with_zeros_is_nothing_to_look_at(plugin, kind):
    assert not picture.has_trailing_data(drawn(plugin) + bytes(64), kind)


def test_a_progressive_jpeg_ends_where_it_ends():
    data = drawn("JPEG", progressive=True, quality=95)
    assert not picture.has_trailing_data(data, "jpeg")
    assert picture.has_trailing_data(data + b"x", "jpeg")


def test_a_second_jpeg_needs_an_index_that_announces_it():
    first, second = drawn("JPEG"), drawn("JPEG")
    index = b"\xff\xe2" + struct.pack(">H", 6) + b"MPF\0"
    assert picture.has_trailing_data(first + second, "jpeg")
    assert not picture.has_trailing_data(first[:2] + index + first[2:] + second, "jpeg")
    assert picture.has_trailing_data(first[:2] + index + first[2:] + second + b"<html>", "jpeg")


def test_heif_boxes_end_where_they_stop_making_sense():
    boxes = struct.pack(">I4s4sI", 16, b"ftyp", b"heic", 0) + struct.pack(">I4s", 24, b"mdat") + b"x" * 16
    assert not picture.has_trailing_data(boxes, "heif")
    assert picture.has_trailing_data(boxes + b"<html><body>hello</body></html>", "heif")


def test_another_type_than_announced_is_named():
    data = drawn("PNG")
    assert picture.problems_of(data, "png", "image/jpeg") == ("mime_differs",)
    assert picture.problems_of(data, "png", "Image/PNG; q=1") == ()
    assert picture.problems_of(data, "png", None) == ()
    assert picture.problems_of(data + b"x", "png", "image/jpeg") == ("trailing_data", "mime_differs")


@pytest.mark.parametrize(
    ("kind", "width", "height", "answer"),
    [
        ("jpeg", 12_000, 9_000, True),
        ("jpeg", 12_000, 12_000, False),
        ("png", 50_000, 50_000, False),
        ("png", 8_064, 6_048, True),
        ("heif", 8_064, 6_048, True),
        ("png", 70_000, 1, False),
        ("png", 0, 5, False),
    ],
)
def test_pixels_are_capped_by_format(kind, width, height, answer):
    assert picture.is_decodable_size(kind, width, height) is answer


def test_the_verify_code_is_short_and_of_the_content():
    code = picture.verify_code("ab" * 32)
    assert code == picture.verify_code("ab" * 32) != picture.verify_code("cd" * 32)
    assert len(code) == 11 and code[5] == "-"


@pytest.mark.parametrize("case", read_cases("verify_code.json"))
def test_the_phone_prints_the_same_verify_code(case):
    assert picture.verify_code(case["sha256"]) == case["code"]
