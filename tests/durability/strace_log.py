"""Reads what strace saw of a server: the steps on its data folder, and the moment each answer left.

A call of several threads may stand on two lines (`<unfinished ...>`, `resumed`); what it did counts from its
end, and an fsync covers only what had ended before it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.durability.disk_model import Cut, Disk, Gone, Made, Moved, Step, Synced, Written

CALLS = (
    "openat", "open", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "lseek", "ftruncate",
    "truncate", "fallocate", "copy_file_range", "sendfile", "fsync", "fdatasync", "sync_file_range", "rename",
    "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat", "mkdir",
    "mkdirat", "accept", "accept4", "sendto", "sendmsg",
)  # fmt: skip
LONGEST = 4 * 1024 * 1024
OPTIONS = (
    "-f",
    "-y",
    "-xx",
    "-s",
    str(LONGEST),
    "--seccomp-bpf",
    "-e",
    f"trace={','.join(CALLS)}",
    "-e",
    "signal=none",
)

_LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_HANDLE = re.compile(r"^(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")
_RESULT = re.compile(r"\) += (-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?[^=]*$")
_PORT = re.compile(r"sin_port=htons\((\d+)\)")
_NAMED_BY_TWO = {"rename", "renameat", "renameat2", "link", "linkat"}


class UnknownCallError(Exception):
    """The server changed its folder by a call this reader does not model."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that ended: its lines, name, arguments as text, result, and the path of the result if any."""

    began: int
    ended: int
    name: str
    arguments: str
    result: int
    named: str


@dataclass
class Trace:
    """A disk that follows the trace, and where in it each client port got the first byte of its answer."""

    steps: list[tuple[int, Step]] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    last: int = 0


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Join what stands on two lines and leave out what failed."""
    waiting: dict[tuple[str, str], tuple[int, str]] = {}
    for at, line in enumerate(lines):
        found = _LINE.match(line.rstrip("\n"))
        if not found:
            continue
        pid, resumed, fresh, rest = found.groups()
        if rest.endswith("<unfinished ...>"):
            waiting[pid, fresh] = (at, rest.removesuffix("<unfinished ...>"))
            continue
        began, before = waiting.pop((pid, resumed), (at, "")) if resumed else (at, "")
        whole = before + rest
        ended = _RESULT.search(whole)
        if ended and int(ended[1]) >= 0:
            named = _text(ended[2] or "")
            yield Call(began, at, resumed or fresh, whole[: ended.start()], int(ended[1]), named)


def read(lines: Iterable[str], root: Path, before: Disk) -> Trace:
    """Turn a trace into steps below `root`; `before` is the disk at its beginning and is carried along."""
    reader = _Reader(str(root), before)
    for call in calls(lines):
        reader.take(call)
    return reader.trace


class _Reader:
    def __init__(self, root: str, disk: Disk) -> None:
        self.trace = Trace()
        self._root, self._disk = root, disk
        self._offsets: dict[str, int] = {}
        self._appended: set[str] = set()
        self._ports: dict[str, int] = {}

    def take(self, call: Call) -> None:
        self.trace.last = call.ended
        handle = _HANDLE.match(call.arguments)
        held = _text(handle[1]) if handle else ""
        if call.name.startswith("accept"):
            port = _PORT.search(call.arguments)
            self._ports[call.named] = int(port[1]) if port else 0
        elif held.startswith("socket:"):
            self.trace.answers.setdefault(self._ports.get(held, 0), call.began)
        elif not (handle and handle[2]):
            for step in self._steps(call, held):
                self._disk.do(call.ended, step)
                self.trace.steps.append((call.ended, step))

    def _steps(self, call: Call, held: str) -> Iterator[Step]:
        if call.name in {"openat", "open", "creat"}:
            yield from self._opened(call)
        elif call.name in {"mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", *_NAMED_BY_TWO}:
            yield from self._named(call, held)
        else:
            path = self._inside(held)
            if path is not None:
                yield from self._changed(call, path)

    def _opened(self, call: Call) -> Iterator[Step]:
        path = self._inside(call.named)
        if path is None or "O_DIRECTORY" in call.arguments or "O_PATH" in call.arguments:
            return
        self._offsets[path] = 0
        if "O_APPEND" in call.arguments:
            self._appended.add(path)
        if "O_CREAT" in call.arguments and not self._disk.has(path):
            yield Made(path)
        elif "O_TRUNC" in call.arguments:
            yield Cut(path, 0)

    def _named(self, call: Call, held: str) -> Iterator[Step]:
        paths = [self._inside(_joined(held, _text(text))) for text, _ in _TEXT.findall(call.arguments)]
        if all(path is None for path in paths):
            return
        first, second = paths[0], paths[-1]
        if first is None or second is None:
            raise UnknownCallError(f"{call.name} over the border of the folder")
        if call.name in _NAMED_BY_TWO:
            yield Moved(first, second, keeps=call.name.startswith("link"))
        else:
            yield Made(first, folder=True) if call.name.startswith("mkdir") else Gone(first)

    def _changed(self, call: Call, path: str) -> Iterator[Step]:
        if call.name in {"fsync", "fdatasync"}:
            yield Synced(path, call.began)
        elif call.name == "lseek":
            self._offsets[path] = call.result
        elif call.name == "ftruncate":
            yield Cut(path, int(call.arguments.rpartition(",")[2]))
        elif call.name == "pwrite64":
            yield Written(path, int(call.arguments.rpartition(",")[2]), _data(call))
        elif call.name == "write":
            offset = self._disk.size(path) if path in self._appended else self._offsets.get(path, 0)
            self._offsets[path] = offset + call.result
            yield Written(path, offset, _data(call))
        else:
            raise UnknownCallError(f"{call.name} on {path}")

    def _inside(self, path: str) -> str | None:
        """Give a path relative to the folder; None outside, and for locks and shared memory, which may go."""
        if path == self._root:
            return "."
        if not path.startswith(self._root + "/") or path.endswith(("-shm", ".lock")):
            return None
        return path[len(self._root) + 1 :]


def _data(call: Call) -> bytes:
    found = _TEXT.search(call.arguments)
    assert found and not found[2], "strace cut the data short"
    return bytes.fromhex(found[1].replace("\\x", ""))[: call.result]


def _text(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("\\x", "")).decode("utf-8", "surrogateescape")


def _joined(folder: str, name: str) -> str:
    return str(PurePosixPath(folder) / name) if folder else name
