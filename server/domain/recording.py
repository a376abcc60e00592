"""What can be said about a voice note or a film from its bytes alone; they are never decoded here.

A recording is kept and played as it came. Its container is named by its first bytes, and whether it holds
moving pictures by the tracks that the container lists (ISO/IEC 14496-12 §8.4.3; Matroska CodecID).
"""

from server.domain.picture import Examination

_EBML = b"\x1aE\xdf\xa3"
_MP4_BRANDS = {b"isom", b"mp41", b"mp42", b"M4A ", b"M4V ", b"qt  ", b"avc1", b"dash"}
_MP4_BRANDS |= {b"iso%d" % version for version in range(2, 10)}
_HANDLER = b"hdlr"
# Version, flags and a reserved word stand before the kind of a track.
_HANDLER_SKIP = 8
_FILM_CODECS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4")
# A phone writes the list of tracks of a WebM at its beginning.
_HEAD_BYTES = 8192
FORMATS = frozenset({"mp4", "webm", "ogg"})


def sniff(head: bytes) -> str | None:
    """Name the container by its first bytes: `mp4`, `webm`, `ogg` or None for anything else."""
    if head.startswith(_EBML):
        return "webm"
    if head.startswith(b"OggS"):
        return "ogg"
    return "mp4" if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS else None


def is_recording(announced_mime: str) -> bool:
    """Tell whether a phone announced a voice note or a film."""
    return announced_mime.startswith(("audio/", "video/"))


def examine(data: bytes, announced_mime: str | None) -> Examination | None:
    """Say what a recording is, None for bytes that are none; only another announced type is a doubt."""
    kind = sniff(data[:16])
    if kind is None:
        return None
    said = (announced_mime or "").partition("/")[0]
    problems = () if said in {"audio", "video", ""} else ("mime_differs",)
    return Examination(readable=False, format=kind, width=None, height=None, problems=problems)


def mime(data: bytes, kind: str) -> str:
    """Give the type to hand a recording out as, by its container and its tracks."""
    return f"{'video' if _shows_pictures(data, kind) else 'audio'}/{kind}"


def _shows_pictures(data: bytes, kind: str) -> bool:
    if kind == "webm":
        return any(codec in data[:_HEAD_BYTES] for codec in _FILM_CODECS)
    at = data.find(_HANDLER)
    while at >= 0:
        start = at + len(_HANDLER) + _HANDLER_SKIP
        if data[start : start + 4] == b"vide":
            return True
        at = data.find(_HANDLER, at + 1)
    return False
