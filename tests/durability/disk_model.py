"""What a disk holds after the power went, worked out from what was written and what was synced. Pure.

Nothing is assumed that POSIX does not promise: the bytes of a file last from the end of an fsync of that
file, its name from the end of an fsync of its folder. A rename is two names that last apart. What was not
synced may be there, may be missing, and may be torn at any sector of 512 bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Made:
    """A new file or folder under a name."""

    path: str
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes at an offset."""

    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file made as long as `size`."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """An fsync that returned; it covers what had returned before step `began`."""

    path: str
    began: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A rename or, with `keeps`, a second name."""

    path: str
    to: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A name taken away."""

    path: str


Step = Made | Written | Cut | Synced | Moved | Gone
Change = Written | Cut


@dataclass(eq=False)
class File:
    """Bytes on the disk for good, and the (step, change) that are not yet."""

    durable: bytes = b""
    pending: list[tuple[int, Change]] = field(default_factory=list)

    def sync(self, began: int) -> None:
        self.durable = applied(self.durable, (change for at, change in self.pending if at < began))
        self.pending = [(at, change) for at, change in self.pending if at >= began]


@dataclass(eq=False)
class Folder:
    """Names as programs see them, names for good, and the (step, name, what) that are not yet."""

    live: dict[str, File | Folder] = field(default_factory=dict)
    durable: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[tuple[int, str, File | Folder | None]] = field(default_factory=list)

    def sync(self, began: int) -> None:
        self.durable = renamed(self.durable, ((name, to) for at, name, to in self.pending if at < began))
        self.pending = [each for each in self.pending if each[0] >= began]

    def name(self, at: int, name: str, to: File | Folder | None) -> None:
        self.pending.append((at, name, to))
        self.live = renamed(self.live, [(name, to)])


def applied(content: bytes, changes: Iterable[Change]) -> bytes:
    """Give content after changes; a hole reads as zeros."""
    result = bytearray(content)
    for change in changes:
        if isinstance(change, Cut):
            result = result[: change.size].ljust(change.size, b"\0")
        else:
            result = result.ljust(change.offset, b"\0")
            result[change.offset : change.offset + len(change.data)] = change.data
    return bytes(result)


def renamed(
    names: Mapping[str, File | Folder], changes: Iterable[tuple[str, File | Folder | None]]
) -> dict[str, File | Folder]:
    """Give names after changes; None takes one away."""
    result = dict(names)
    for name, to in changes:
        if to is None:
            result.pop(name, None)
        else:
            result[name] = to
    return result


class Disk:
    """A folder tree, built step by step; `surviving` says what a crash at this point leaves."""

    def __init__(self, files: Mapping[str, bytes | None]) -> None:
        """Begin with `files` by relative path (None for a folder), all of them on the disk for good."""
        self.root = Folder()
        self._at = 0
        for path, content in sorted(files.items()):
            parent, name = self._parent(path)
            what: File | Folder = Folder() if content is None else File(content)
            parent.live[name] = parent.durable[name] = what

    def do(self, at: int, step: Step) -> None:
        """Apply a step that returned at position `at` of the trace."""
        if isinstance(step, Written | Cut):
            file = self._find(step.path)
            if isinstance(file, File):
                file.pending.append((at, step))
        elif isinstance(step, Synced):
            what = self._find(step.path)
            if what is not None:
                what.sync(step.began)
        else:
            self._name(at, step)

    def has(self, path: str) -> bool:
        """Say whether programs see this name."""
        return self._find(path) is not None

    def size(self, path: str) -> int:
        """Give the length of a file as programs see it."""
        file = self._find(path)
        assert isinstance(file, File)
        return len(applied(file.durable, (change for _, change in file.pending)))

    def surviving(self, fate: Fate) -> dict[str, bytes | None]:
        """Give all files by relative path (None for a folder) that a crash now leaves."""
        return dict(_walk(self.root, "", fate))

    def _name(self, at: int, step: Made | Moved | Gone) -> None:
        parent, name = self._parent(step.path)
        if isinstance(step, Gone):
            parent.name(at, name, None)
        elif isinstance(step, Made):
            if name not in parent.live:
                parent.name(at, name, Folder() if step.folder else File())
        else:
            what, (other, other_name) = parent.live[name], self._parent(step.to)
            if other.live.get(other_name) is what:
                return  # two names of one file: POSIX says that nothing happens
            other.name(at, other_name, what)
            if not step.keeps:
                parent.name(at, name, None)

    def _parent(self, path: str) -> tuple[Folder, str]:
        pure = PurePosixPath(path)
        folder = self._find(str(pure.parent))
        assert isinstance(folder, Folder), path
        return folder, pure.name

    def _find(self, path: str) -> File | Folder | None:
        at: File | Folder | None = self.root
        for part in PurePosixPath(path).parts:
            at = at.live.get(part) if isinstance(at, Folder) else None
        return at


@dataclass(frozen=True)
class Fate:
    """What becomes of that which was not synced."""

    names: Callable[[Folder], Mapping[str, File | Folder]]
    content: Callable[[File], bytes]


def _walk(folder: Folder, prefix: str, fate: Fate) -> Iterator[tuple[str, bytes | None]]:
    for name, what in fate.names(folder).items():
        path = f"{prefix}{name}"
        if isinstance(what, Folder):
            yield path, None
            yield from _walk(what, f"{path}/", fate)
        else:
            yield path, fate.content(what)


#: Power loss at its worst: nothing that was not synced.
STRICT = Fate(lambda folder: folder.durable, lambda file: file.durable)
#: The processes die, the machine goes on.
KILLED = Fate(
    lambda folder: folder.live, lambda file: applied(file.durable, (change for _, change in file.pending))
)


def torn(seed: int) -> Fate:
    """Power loss with luck: each unsynced name and sector of unsynced bytes is there or not, by chance."""
    chance = random.Random(seed)

    def names(folder: Folder) -> Mapping[str, File | Folder]:
        kept = ((name, to) for _, name, to in folder.pending if chance.random() < 0.5)
        return renamed(folder.durable, kept)

    def content(file: File) -> bytes:
        kept = (part for _, change in file.pending for part in _sectors(change, chance))
        return applied(file.durable, kept)

    return Fate(names, content)


def _sectors(change: Change, chance: random.Random) -> Iterator[Change]:
    fate = chance.choice(("kept", "dropped", "torn", "torn"))
    if fate == "kept":
        yield change
    elif fate == "torn" and isinstance(change, Written):
        for start in range(0, len(change.data), SECTOR):
            if chance.random() < 0.5:
                part = change.data[start : start + SECTOR]
                yield Written(change.path, change.offset + start, part)
