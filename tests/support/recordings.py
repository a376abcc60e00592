"""The beginnings of recordings as phones write them: enough for whoever reads containers, nothing to hear."""

import struct


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def _mp4(*tracks: bytes) -> bytes:
    handlers = [_box(b"trak", _box(b"hdlr", bytes(8), kind, bytes(12))) for kind in tracks]
    return _box(b"ftyp", b"isom", bytes(4), b"mp41") + _box(b"moov", *handlers) + _box(b"mdat", bytes(64))


def _webm(*codecs: bytes) -> bytes:
    tracks = b"".join(b"\xae\x86" + bytes([0x80 + len(codec)]) + codec for codec in codecs)
    return b"\x1aE\xdf\xa3\x42\x82\x84webm" + tracks + bytes(64)


VOICE_MP4, FILM_MP4 = _mp4(b"soun"), _mp4(b"soun", b"vide")
VOICE_WEBM, FILM_WEBM = _webm(b"A_OPUS"), _webm(b"V_VP8", b"A_OPUS")
VOICE_OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(64)
