"""What can be said about a picture from its bytes alone, without decoding it.

Evidence is kept whatever it holds, so these rules never refuse. They name the
format by its first bytes, find where the picture ends, and say what a person
should look at. Pixels are somebody else's task: see `store/images.py`.
"""

import base64
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

MIME = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heif": "image/heic"}
# A phone's 108 MP JPEG passes, because the decoder can shrink it while reading; the others are decoded whole.
MAX_PIXELS = {"jpeg": 110_000_000, "png": 50_000_000, "webp": 50_000_000, "heif": 50_000_000}
MAX_SIDE = 65_535
# Encoders of progressive JPEG write about ten.
MAX_SCANS = 32

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_NEXT_IMAGE = re.compile(rb"\0*(?=\xff\xd8\xff)")
_EOI = 0xD9
_SOS = 0xDA
_LONE_MARKERS = {0x01, *range(0xD0, 0xD9)}
_LARGE_BOX = 1
_OPEN_BOX = 0


@dataclass(frozen=True)
class Examination:
    """What the worker found: `problems` are flag codes; sizes are upright pixels, None when unreadable."""

    readable: bool
    format: str | None
    width: int | None
    height: int | None
    problems: tuple[str, ...] = ()


UNREADABLE = Examination(readable=False, format=None, width=None, height=None, problems=("unreadable",))


def sniff(head: bytes) -> str | None:
    """Name the format by the first bytes: `jpeg`, `png`, `webp`, `heif` or None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif"
    return None


def is_decodable_size(kind: str, width: int, height: int) -> bool:
    """Tell whether a picture of that many pixels may be decoded at all."""
    return 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS[kind]


def has_endless_scans(data: bytes, kind: str) -> bool:
    """Tell whether a JPEG asks to be gone over more often than any camera does.

    A scan of a hundred bytes may cover all pixels, so a file of a few megabytes can cost hours.
    """
    scans = (marker for marker, _ in _markers(data, 0) if marker in {_SOS, _EOI}) if kind == "jpeg" else ()
    before_end = takewhile(lambda marker: marker != _EOI, scans)
    return next(islice(before_end, MAX_SCANS, None), None) is not None


def problems_of(data: bytes, kind: str, announced_mime: str | None) -> tuple[str, ...]:
    """List the flag codes of a picture that decodes: bytes after its end, another type than announced."""
    found = []
    if has_trailing_data(data, kind):
        found.append("trailing_data")
    if announced_mime is not None and not _is_same_type(kind, announced_mime):
        found.append("mime_differs")
    return tuple(found)


def has_trailing_data(data: bytes, kind: str) -> bool:
    """Tell whether anything but zero padding follows the picture.

    Extra JPEG images that a multi-picture index announces (CIPA DC-007, as
    phones write for depth and gain maps) belong to the picture.
    """
    end = {"jpeg": _jpeg_end, "png": _png_end, "webp": _webp_end, "heif": _heif_end}[kind](data)
    return bool(data[end:].strip(b"\0"))


def verify_code(sha256: str) -> str:
    """Shorten a hash to ten letters and digits that a person can read out, such as `K7Q2M-4XHNA`."""
    letters = base64.b32encode(bytes.fromhex(sha256)[:7]).decode("ascii")
    return f"{letters[:5]}-{letters[5:10]}"


def _is_same_type(kind: str, announced: str) -> bool:
    plain = announced.partition(";")[0].strip().lower()
    return plain == MIME[kind] or (kind == "heif" and plain == "image/heif")


def _jpeg_end(data: bytes) -> int:
    end = _one_jpeg_end(data, 0)
    if data.find(b"MPF\0", 0, end) < 0:
        return end
    while following := _NEXT_IMAGE.match(data, end):
        end = _one_jpeg_end(data, following.end())
    return end


def _one_jpeg_end(data: bytes, start: int) -> int:
    """Return the offset after EOI, or else the length."""
    return next((at for marker, at in _markers(data, start) if marker == _EOI), len(data))


def _markers(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Walk the markers (ITU T.81 annex B): each with the offset after it."""
    at = start + 2
    while found := _NEXT_MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        yield marker, at
        if marker not in _LONE_MARKERS and at + 2 <= len(data):
            at += struct.unpack_from(">H", data, at)[0]


def _png_end(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        at += 12 + int(length)
        if name == b"IEND":
            return at
    return len(data)


def _webp_end(data: bytes) -> int:
    length: int = struct.unpack_from("<I", data, 4)[0]
    return 8 + length + length % 2


def _heif_end(data: bytes) -> int:
    """Walk the top boxes (ISO/IEC 14496-12 §4.2) and return the offset where they stop making sense."""
    at = 0
    while at + 16 <= len(data):
        length: int = struct.unpack_from(">I", data, at)[0]
        if length == _LARGE_BOX:
            length = struct.unpack_from(">Q", data, at + 8)[0]
        if length == _OPEN_BOX:
            return len(data)
        if length < 8 or at + length > len(data):  # noqa: PLR2004  a box is at least its own header
            return at
        at += length
    return at
