"""How much the built pages weigh on the line: gzip bytes of what a start loads and of what stays offline."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Weight:
    """Bytes, gzip 9: initial scripts, initial styles, and everything the service worker keeps."""

    scripts: int
    styles: int
    precache: int


def gz(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def weigh(pages: Path, entry: str = "index.html") -> Weight:
    """Weigh one entry of the built pages and the precache they share."""
    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', (pages / entry).read_text(encoding="utf-8"))
    worker = (pages / "sw.js").read_text(encoding="utf-8")
    kept = json.loads(json.loads(re.findall(r'JSON\.parse\(("(?:[^"\\]|\\.)*")\)', worker)[0]))
    return Weight(
        scripts=sum(gz(pages / name) for name in named if name.endswith(".js")),
        styles=sum(gz(pages / name) for name in named if name.endswith(".css")),
        precache=sum(gz(pages / (name.strip("/") or "index.html")) for name in kept),
    )
