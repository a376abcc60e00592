"""How much the built pages weigh on the line: gzip bytes of what a start loads and of what stays offline."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from tests.support.builds import afterwards, file_of, precached


@dataclass(frozen=True)
class Weight:
    """Bytes, gzip 9: initial scripts, initial styles, what an installation waits for, and what follows it."""

    scripts: int
    styles: int
    precache: int
    afterwards: int


def gz(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def weigh(pages: Path, entry: str = "index.html") -> Weight:
    """Weigh one entry of the built pages and what a phone keeps of both."""
    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', (pages / entry).read_text(encoding="utf-8"))
    return Weight(
        scripts=sum(gz(pages / name) for name in named if name.endswith(".js")),
        styles=sum(gz(pages / name) for name in named if name.endswith(".css")),
        precache=sum(gz(file_of(pages, address)) for address in precached(pages)),
        afterwards=sum(gz(file_of(pages, address)) for address in afterwards(pages)),
    )
