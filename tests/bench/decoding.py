"""What the worker's memory rises to while it looks at a picture and makes its renditions.

Run as `.venv/bin/python -m tests.bench.decoding [FILE …]`; without files it takes the real photos beside this
repository and made ones of 12 and 108 megapixels. Each step begins with the peak set back (Linux).
"""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from server.cli import resources
from server.store import images
from tests.support import pictures

_FORGET_PEAK = "5"


def memory() -> tuple[float, float]:
    """Return what this process takes, and the most it took, in MiB."""
    lines = (line.split() for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    kib = {words[0]: int(words[1]) for words in lines if words[0] in {"VmRSS:", "VmHWM:"}}
    return kib["VmRSS:"] / 1024, kib["VmHWM:"] / 1024


def rise(step: Callable[[], object]) -> float:
    """Return by how many MiB the memory rose while a step ran."""
    Path("/proc/self/clear_refs").write_text(_FORGET_PEAK, encoding="ascii")
    before, _ = memory()
    step()
    return memory()[1] - before


def made(width: int, height: int, **options: object) -> bytes:
    """Make a photo that does not compress well."""
    coarse = Image.frombytes("RGB", (1000, 750), os.urandom(1000 * 750 * 3))
    out = io.BytesIO()
    coarse.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=62, **options)
    return out.getvalue()


def asked_for(paths: list[Path]) -> dict[str, bytes]:
    """Read the files, or gather those that are taken without any."""
    if paths:
        return {path.name: path.read_bytes() for path in paths}
    real = {path.name: path.read_bytes() for path in pictures.real() if path.stem != "truncated"}
    large = {name: data for name, data in real.items() if len(data) > 1_000_000}
    one_pass, in_passes = made(4000, 3000), made(4000, 3000, progressive=True)
    return {**large, "12 MP": one_pass, "12 MP, progressive": in_passes, "108 MP": made(12000, 9000)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    resources.use_little()
    taken = asked_for(asked.files)
    # What is loaded at the first picture stays, and is no part of what a step takes.
    images.render(pictures.jpeg(), images.THUMB_SIDE)
    for name, data in taken.items():
        view = images.render(data, images.VIEW_SIDE)
        steps = {
            "examined": lambda data=data: images.examine(data),
            "view": lambda data=data: images.render(data, images.VIEW_SIDE),
            "thumb": lambda view=view: images.render(view, images.THUMB_SIDE),
        }
        told = ", ".join(f"{step} +{rise(work):.0f}" for step, work in steps.items())
        print(f"{name:>22} ({len(data) / 1e6:.1f} MB): {told} MiB")


if __name__ == "__main__":
    main()
