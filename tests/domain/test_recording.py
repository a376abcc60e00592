"""What is said about a voice note or a film from its bytes."""

import pytest

from server.domain import recording
from tests.support.recordings import FILM_MP4, FILM_WEBM, VOICE_MP4, VOICE_OGG, VOICE_WEBM


@pytest.mark.parametrize(
    ("data", "kind", "mime"),
    [
        (VOICE_MP4, "mp4", "audio/mp4"),
        (FILM_MP4, "mp4", "video/mp4"),
        (VOICE_WEBM, "webm", "audio/webm"),
        (FILM_WEBM, "webm", "video/webm"),
        (VOICE_OGG, "ogg", "audio/ogg"),
    ],
)
def test_a_recording_is_named_by_its_bytes(data, kind, mime):
    found = recording.examine(data, mime)
    assert found
    assert (found.format, found.readable, found.problems) == (kind, False, ())
    assert recording.mime(data, kind) == mime


def test_a_recording_announced_as_a_picture_is_doubted():
    found = recording.examine(VOICE_MP4, "image/jpeg")
    assert found and found.problems == ("mime_differs",)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a picture", b"\0\0\0\x18ftypheic", b"<html>"])
def test_anything_else_is_no_recording(data):
    assert recording.examine(data, "audio/mp4") is None
