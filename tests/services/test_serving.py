"""The web server's process, before it serves anybody."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The allocator tells what it was told when the process ends.
BEGUN = """
import os
import sys
from server.cli import resources, serving
assert not [name for name in sys.modules if name.partition(".")[0] == "granian"]
resources.use_little()
os.environ[resources.ALLOCATOR] += ",stats_print:true"
import granian
"""


def test_the_web_servers_allocator_is_told_to_keep_little_before_it_is_loaded():
    said = subprocess.run(
        [sys.executable, "-c", BEGUN], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stderr
    assert "Invalid conf" not in said
    for line in (
        "opt.tcache: false",
        "opt.narenas: 2",
        "opt.dirty_decay_ms: 1000 ",
        "opt.muzzy_decay_ms: 0 ",
    ):
        assert line in said
