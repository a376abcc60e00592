"""The only place that decodes pictures.

What arrives is hostile until shown otherwise: the header is read first and
the number of pixels is capped before a decoder sees them, the format is the
one the bytes say, and only four formats are decoded at all. Derivatives are
upright, in sRGB and carry no metadata of their original.
"""

import io
import math

import pillow_heif
from PIL import Image, ImageCms

from server.domain import picture
from server.domain.picture import Examination

THUMB_SIDE = 320
VIEW_SIDE = 1600
JPEG_QUALITY = 82
_PLUGINS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heif": ("HEIF",)}
_ORIENTATION = 0x0112
_TURNED = range(5, 9)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

pillow_heif.register_heif_opener(thumbnails=False)
# Our own caps, per format and before decoding, replace Pillow's global one, which only warns at first.
Image.MAX_IMAGE_PIXELS = None


class NotAPictureError(Exception):
    """The bytes must not be decoded: no known format, too many pixels or scans, or damaged."""


def probe(data: bytes) -> tuple[str, int, int]:
    """Read the header alone: format, width and height as stored.

    Raises NotAPictureError when the bytes are no picture or too costly to be decoded.
    """
    kind = picture.sniff(data[:16])
    if kind is None or picture.has_endless_scans(data, kind):
        raise NotAPictureError
    with _open(data, kind) as image:
        return kind, image.width, image.height


def examine(data: bytes, announced_mime: str | None = None) -> Examination:
    """Decode once to see whether it can be shown, and list what a person should look at."""
    try:
        kind, _, _ = probe(data)
        with _open(data, kind) as image:
            width, height = _upright_size(image)
            image.draft("RGB", (1, 1))
            _load(image)
    except NotAPictureError:
        return picture.UNREADABLE
    return Examination(
        readable=True,
        format=kind,
        width=width,
        height=height,
        problems=picture.problems_of(data, kind, announced_mime),
    )


def shrink(data: bytes, longest: int) -> Image.Image:
    """Decode upright in sRGB with no side over `longest` pixels; raises NotAPictureError."""
    kind, _, _ = probe(data)
    with _open(data, kind) as image:
        image.draft("RGB", _fitted(image.size, longest))
        orientation = _orientation(image)
        profile = image.info.get("icc_profile")
        _load(image)
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
        turned = image.transpose(_TURNS[orientation]) if orientation in _TURNS else image.copy()
    return _to_srgb(turned, profile)


def encode(image: Image.Image) -> bytes:
    """Write an RGB picture as a JPEG of its pixels alone; what else the picture carries is taken from it."""
    image.info = {}
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return out.getvalue()


def render(data: bytes, longest: int) -> bytes:
    """Make a JPEG derivative, upright and without metadata; raises NotAPictureError."""
    return encode(shrink(data, longest))


def _open(data: bytes, kind: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=_PLUGINS[kind])
    except Exception as error:
        # Decoders meet hostile bytes here and raise whatever they like; the one answer is "no picture".
        raise NotAPictureError from error
    if not picture.is_decodable_size(kind, image.width, image.height):
        image.close()
        raise NotAPictureError
    return image


def _fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Give the least size that a decoder may read at: it would keep both sides over a square's."""
    share = min(1.0, longest / max(size))
    return math.ceil(size[0] * share), math.ceil(size[1] * share)


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except Exception as error:
        raise NotAPictureError from error


def _orientation(image: Image.Image) -> int:
    """Read the EXIF orientation 1–8; odd metadata counts as upright."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  makers' notes break readers in many ways, and the picture matters more
        return 1
    return value if isinstance(value, int) else 1


def _upright_size(image: Image.Image) -> tuple[int, int]:
    if _orientation(image) in _TURNED:
        return image.height, image.width
    return image.size


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")
