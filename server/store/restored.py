"""Two marks in a data folder: a restore that has not ended, and where the restored history ended.

Until a restart note is signed, the second says from which leaf on phones must send again: whatever the
restored server writes by itself before that, an erasure repeated for one, is not what phones have seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from server.store.keys import write_private

_UNFINISHED, _ENDED = "restoring", "restored.json"


@dataclass(frozen=True, slots=True)
class Ended:
    """The head of the log in the backup: its size, its root, and when the backup was made (ISO)."""

    size: int
    root: bytes
    made_at: str


def begin(data: Path) -> None:
    """Mark a folder as not to be used yet; FileExistsError when it holds anything but a cut restore."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_unfinished(data) and any(each.name != "lost+found" for each in data.iterdir()):
        raise FileExistsError(data)
    data.chmod(0o700)
    write_private(data / _UNFINISHED, "")


def is_unfinished(data: Path) -> bool:
    """Say whether a restore into this folder was cut short."""
    return (data / _UNFINISHED).exists()


def finish(data: Path) -> None:
    """Let the folder be used."""
    (data / _UNFINISHED).unlink(missing_ok=True)


def mark(data: Path, ended: Ended) -> None:
    """Remember where the restored history ended."""
    said = {"size": ended.size, "root": ended.root.hex(), "made_at": ended.made_at}
    write_private(data / _ENDED, json.dumps(said))


def ended(data: Path) -> Ended | None:
    """Give where the restored history ended; None once phones were told, or when nothing was restored."""
    try:
        said = json.loads((data / _ENDED).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return Ended(said["size"], bytes.fromhex(said["root"]), said["made_at"])


def told(data: Path) -> None:
    """Forget the mark: a restart note says it to every phone now."""
    (data / _ENDED).unlink(missing_ok=True)
