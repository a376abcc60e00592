"""Decoding pictures, and not decoding what must not be."""

import io

import pytest
from PIL import Image, ImageFile

from server.store import images
from tests.support import pictures

# How an upright picture lies in the file for each EXIF orientation: the opposite of what a viewer does.
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(data):
    image = Image.open(io.BytesIO(data))
    width, height = image.size
    places = [(width // 8, height // 8), (width * 7 // 8, height // 8), (width // 8, height * 7 // 8)]
    return [image.getpixel(place) for place in places]


def close(found, wanted):
    return all(
        abs(a - b) < 30
        for one, other in zip(found, wanted, strict=True)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("name", pictures.ugly())
def test_what_is_no_picture_is_unreadable_and_never_rendered(name):
    data = pictures.ugly()[name]
    found = images.examine(data, "image/jpeg")
    assert (found.readable, found.format, found.problems) == (False, None, ("unreadable",))
    with pytest.raises(images.NotAPictureError):
        images.render(data, 320)


def test_a_bomb_is_refused_before_its_pixels_exist(monkeypatch):
    def explode(*_args):
        raise AssertionError("a decoder was reached")

    data = pictures.bomb()
    assert len(data) < 20_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", explode)
    assert images.examine(data).problems == ("unreadable",)


def test_appended_html_is_flagged_and_gone_from_derivatives():
    data = pictures.with_html()
    found = images.examine(data, "image/jpeg")
    assert found.readable and found.problems == ("trailing_data",)
    assert b"<script>" not in images.render(data, 320)


def test_the_type_comes_from_the_bytes():
    found = images.examine(pictures.png(), "image/jpeg")
    assert (found.readable, found.format, found.problems) == (True, "png", ("mime_differs",))


@pytest.mark.parametrize("orientation", TURNS)
def test_every_derivative_is_upright(orientation):
    turn = TURNS[orientation]
    upright = pictures.quarters()
    lying = upright.transpose(turn) if turn is not None else upright
    data = pictures.jpeg(lying, orientation)
    found = images.examine(data)
    assert (found.width, found.height) == (640, 480)
    assert close(corners(images.render(data, 320)), [pictures.RED, pictures.GREEN, pictures.BLUE])


def test_derivatives_carry_no_metadata():
    made = Image.open(io.BytesIO(images.render(pictures.jpeg(orientation=6, note="secret"), 320)))
    assert not made.getexif() and "comment" not in made.info and "icc_profile" not in made.info


@pytest.mark.parametrize(
    ("size", "longest", "made"), [((3000, 1000), 320, (320, 107)), ((100, 50), 320, (100, 50))]
)
def test_the_longest_side_is_kept_and_nothing_grows(size, longest, made):
    assert (
        Image.open(io.BytesIO(images.render(pictures.jpeg(pictures.quarters(*size)), longest))).size == made
    )


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (3000, 4000)])
def test_a_photo_is_never_in_memory_larger_than_its_rendition_needs(width, height, monkeypatch):
    data, read = pictures.jpeg(pictures.quarters(width, height)), []
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: (load(image), read.append(image.size))[0])
    images.render(data, images.VIEW_SIDE)
    assert max(map(max, read)) == 2000


@pytest.mark.parametrize("mode", ["L", "P", "LA", "RGBA", "I;16", "1", "CMYK"])
def test_every_colour_mode_becomes_a_jpeg(mode):
    source = pictures.quarters(64, 48)
    image = Image.new(mode, (64, 48)) if mode == "I;16" else source.convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert images.examine(out.getvalue()).readable
    assert Image.open(io.BytesIO(images.render(out.getvalue(), 320))).mode == "RGB"


def test_real_photos_are_read_upright_and_the_cut_one_is_not(capsys):
    found = pictures.real()
    for path in found:
        data = path.read_bytes()
        result = images.examine(data)
        assert result.readable is (path.stem != "truncated"), path.name
        if result.readable:
            made = Image.open(io.BytesIO(images.render(data, 320)))
            assert (made.width > made.height) is (result.width > result.height), path.name
            assert not made.getexif(), path.name
    with capsys.disabled():
        print(f" {len(found)} real photos ", end="")  # noqa: T201 - a run says how many it met


@pytest.mark.parametrize("number", [3, 6, 8])
def test_real_turned_photos_have_the_sky_on_top(number):
    path = pictures.REAL / f"orientation-{number}.jpg"
    if not path.is_file():
        pytest.skip("the photos are not beside this repository")
    thumb = Image.open(io.BytesIO(images.render(path.read_bytes(), 320))).convert("L")
    width, height = thumb.size
    strip = height // 10
    top = thumb.crop((0, 0, width, strip)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    bottom = (
        thumb.crop((0, height - strip, width, height)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    )
    assert top > bottom
