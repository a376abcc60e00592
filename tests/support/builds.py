"""Other versions of the built pages, made from this one without building: a stamp, a mark, fresh hashes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.support.installation import built_pages

LIST = re.compile(r'JSON\.parse\(("(?:[^"\\]|\\.)*")\)')
VERSION = re.compile(r'="([0-9a-f]{12})"')
RUNNING = "() => document.querySelector('meta[name=build]')?.content ?? null"


@dataclass(frozen=True)
class Change:
    """What this pattern finds first becomes these words, as in re.sub, in files whose name begins so."""

    pattern: str
    words: str
    file: str = ""


def precached(pages: Path) -> dict[str, str]:
    """Give what an installation needs of a build: SHA-256 in base64 by address."""
    return _lists(pages)[0]


def afterwards(pages: Path) -> dict[str, str]:
    """Give what follows behind an installation, in the same shape."""
    return _lists(pages)[1]


def _lists(pages: Path) -> list[dict[str, str]]:
    return [json.loads(json.loads(literal)) for literal in LIST.findall(_worker(pages))]


def file_of(pages: Path, address: str) -> Path:
    return pages / (address.strip("/") or "index.html")


def another_build(folder: Path, version: str, *changes: Change) -> Path:
    """Copy the built pages as `version` (12 hex digits): every script and page has other bytes than before.

    `changes` say what else is not the same; each must be found.
    """
    pages = folder / version
    shutil.copytree(built_pages(), pages)
    left = set(changes)
    for address in precached(pages) | afterwards(pages):
        path = file_of(pages, address)
        if path.suffix not in {".js", ".css", ".html"}:
            continue
        text = path.read_text(encoding="utf-8")
        for change in changes:
            if path.name.startswith(change.file):
                text, found = re.subn(change.pattern, change.words, text, count=1)
                left -= {change} if found else set()
        path.write_text(_marked(text, path.suffix, version), encoding="utf-8")
    assert not left, f"not found: {left}"
    seal(pages, version)
    return pages


def _marked(text: str, suffix: str, version: str) -> str:
    if suffix == ".html":
        return text.replace("<head>", f'<head><meta name="build" content="{version}">', 1)
    return f"{text}\n/* {version} */"


def seal(pages: Path, version: str) -> None:
    """Write the version and the hashes of the files as they are now into the service worker."""
    sealed = iter(
        [
            json.dumps(json.dumps({address: _hash(file_of(pages, address)) for address in kept}))
            for kept in _lists(pages)
        ]
    )
    worker = LIST.sub(lambda _match: f"JSON.parse({next(sealed)})", _worker(pages))
    worker = VERSION.sub(f'="{version}"', worker, count=1)
    (pages / "sw.js").write_text(worker, encoding="utf-8")


def _hash(path: Path) -> str:
    return base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def _worker(pages: Path) -> str:
    return (pages / "sw.js").read_text(encoding="utf-8")
