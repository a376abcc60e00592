"""Installs tus-js-client beside its tests, once: the pages' own tree stays as small as it is."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
STAMP = HERE / "node_modules" / ".installed"


def ensure_client() -> str | None:
    """Make the client available; return one line that says what went wrong, None where all is well."""
    wanted = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        wanted.update((HERE / name).read_bytes())
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted.hexdigest():
        return None
    command = [str(BIN / "npm"), "install", "--no-save", "--no-audit", "--no-fund"]
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    done = subprocess.run(
        command, cwd=HERE, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode != 0:
        return f"tus-js-client could not be installed: {done.stderr.strip()[-300:]}"
    STAMP.write_text(wanted.hexdigest(), encoding="ascii")
    return None
