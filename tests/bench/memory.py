"""Memory of the whole server while 1,000 photos of 3 MB pass: supervisor, two web processes, the worker.

Run as `.venv/bin/python -m tests.bench.memory [--photos 1000]`. The photos are real JPEGs of 12 megapixels,
eight phones send them, the worker examines them. PSS counts what processes share once: it is what the
server takes from the machine.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil
from PIL import Image

from server.config import load_config
from server.store.store import open_store
from tests.bench import benching, evidence, footprint, senders
from tests.bench.benching import CLIENTS, Phone

BUDGET_MIB = 300
SIDE = (4000, 3000)
# Start of image, then a comment of 16 bytes that makes each photo its own.
OPENING = b"\xff\xd8\xff\xfe\x00\x12"
LOOK_EVERY_S = 0.25


def photo() -> bytes:
    """Make a photo of 12 megapixels and about 3 MB."""
    coarse = Image.frombytes("RGB", (1000, 750), os.urandom(1000 * 750 * 3))
    out = io.BytesIO()
    coarse.resize(SIDE, Image.Resampling.BICUBIC).save(out, "JPEG", quality=62)
    return out.getvalue()


def serve(data: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server as an operator does, and wait until it answers."""
    command = [sys.executable, "-m", "server.cli", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        time.sleep(0.2)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return process
        except OSError:
            if process.poll() is not None:
                raise


class Watch(threading.Thread):
    """Looks at the server's memory all the time."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(LOOK_EVERY_S) and psutil.pid_exists(self.pid):
            self.most = max(self.most, footprint.pss_mib(self.pid))


def tell(label: str, pid: int, most: float) -> None:
    """Print what the processes take now."""
    each = ", ".join(f"{name} {mib:.0f}" for name, mib in footprint.by_process(pid))
    print(f"{label:>12}: PSS {footprint.pss_mib(pid):.0f} MiB ({each}); RSS {footprint.rss_mib(pid):.0f}; "
          f"most PSS {most:.0f} of {BUDGET_MIB}", flush=True)  # fmt: skip


def waiting_jobs(data: Path) -> int:
    """Count the pictures that are not examined yet."""
    store = open_store(load_config(data, {}))
    with store.read() as conn:
        count = conn.exec_driver_sql("SELECT count(*) FROM jobs WHERE state != 'failed'").scalar_one()
    store.close()
    return int(count)


def send(port: int, phones: list[Phone], count: int, tail: bytes) -> float:
    """Announce and send `count` photos from each phone; gives photos a second."""
    sets = [senders.pictures(tail, count, OPENING) for _ in phones]
    for phone, pictures in zip(phones, sets, strict=True):
        evidence.announce(phone, pictures)
    return senders.send_all(
        port, [(phone.token, mine) for phone, mine in zip(phones, sets, strict=True)]
    ).rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--port", type=int, default=8765)
    asked = parser.parse_args()
    tail = photo()[2:]
    with benching.installation(None) as (data, phones):
        process = serve(data, asked.port)
        watch = Watch(process.pid)
        try:
            for phone in phones:
                phone.connect(asked.port)
            print(f"photos of {len(tail) / 1e6:.1f} MB, {SIDE[0]} × {SIDE[1]}")
            tell("start", process.pid, 0)
            watch.start()
            sent = 0
            while sent < asked.photos:
                rate = send(asked.port, phones, 104 // CLIENTS, tail)
                sent += 104
                tell(f"{sent} ({rate:.0f}/s)", process.pid, watch.most)
            while waiting_jobs(data):
                time.sleep(1)
            tell("examined", process.pid, watch.most)
        finally:
            watch.over.set()
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
