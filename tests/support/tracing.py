"""Finds strace, or installs it where root and apt-get allow; never skips in silence."""

from __future__ import annotations

import os
import shutil
import subprocess


def strace() -> str:
    """Return the path of strace, installed where it is not there yet; RuntimeError says what to do."""
    found = shutil.which("strace")
    if found:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise RuntimeError("The power loss tests need strace: as root, `apt-get install strace`.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "strace"]):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    found = shutil.which("strace")
    if not found:
        raise RuntimeError("`apt-get install strace` failed: install strace by hand.")
    return found
