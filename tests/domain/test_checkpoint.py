"""Signed notes: what another C2SP tool must be able to read, and what nobody may forge."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.domain.checkpoint import (
    BadNoteError,
    Signer,
    open_checkpoint,
    open_note,
    parse_vkey,
    sign_checkpoint,
)
from server.domain.restart import Restart, open_restart, write_restart

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Signer("test/log", KEY)
ROOT = bytes(range(32))
# The example of C2SP signed-note: a verifier key and a note that it signed.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n"
)


def test_the_published_note_holds():
    assert open_note(NOTE, PETER).startswith("If you think cryptography")


def test_a_checkpoint_is_three_lines_and_a_signature():
    note = sign_checkpoint(SIGNER, 7, ROOT)
    assert note.split("\n")[:4] == ["test/log", "7", base64.b64encode(ROOT).decode(), ""]
    read = open_checkpoint(note, SIGNER.vkey)
    assert (read.origin, read.size, read.root) == ("test/log", 7, ROOT)
    assert parse_vkey(SIGNER.vkey)[0] == "test/log"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n7\n", "\n8\n"),
        lambda note: note.replace("— test/log", "— other"),
        lambda note: note[:-1],
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note[:-6] + "AAAA=\n",
        lambda _: "",
    ],
)
def test_a_spoiled_checkpoint_is_refused(spoil):
    with pytest.raises(BadNoteError):
        open_checkpoint(spoil(sign_checkpoint(SIGNER, 7, ROOT)), SIGNER.vkey)


def test_further_signatures_do_no_harm():
    note = sign_checkpoint(SIGNER, 7, ROOT) + "— witness " + base64.b64encode(b"12345678").decode() + "\n"
    assert open_checkpoint(note, SIGNER.vkey).size == 7


@pytest.mark.parametrize("vkey", ["", "a+b+c", "test/log+00000000+" + SIGNER.vkey.split("+", 2)[2]])
def test_a_key_that_does_not_hold_together_is_refused(vkey):
    with pytest.raises(BadNoteError):
        parse_vkey(vkey)


def test_a_restart_note_holds_only_under_the_recovery_key():
    recovery = Signer("recovery", Ed25519PrivateKey.generate())
    said = Restart("test/log", 3, ROOT, SIGNER.vkey, "2026-11-22T08:00:00.000Z", "disk died")
    note = write_restart(recovery, said)
    assert open_restart(note, recovery.vkey) == said
    with pytest.raises(BadNoteError):
        open_restart(note, Signer("recovery", KEY).vkey)
    with pytest.raises(BadNoteError):
        open_restart(recovery.sign("something else\n"), recovery.vkey)
    with pytest.raises(ValueError, match="one line"):
        write_restart(recovery, Restart("test/log", 3, ROOT, SIGNER.vkey, "", "two\nlines"))
