"""Pictures a second: announced, uploaded in one request each, verified, synced and in the ledger.

Run as `.venv/bin/python -m tests.bench.evidence`. Beside each figure stands
what the bare disk does with the same bytes in the same run: write, SHA-256,
fsync, rename, fsync of the folder, with as many threads.
"""

import base64
import hashlib
import os
import tempfile
import time
from pathlib import Path

from tests.bench import benching
from tests.bench.benching import CLIENTS, Phone

SIZES = [("400 KB", 400_000, 60), ("3 MB", 3_000_000, 16)]


def pictures(size: int, count: int) -> list[list[bytes]]:
    """Make `count` different pictures of `size` bytes for each client."""
    noise = os.urandom(size - 16)
    return [[os.urandom(16) + noise for _ in range(count)] for _ in range(CLIENTS)]


def bare_disk(sets: list[list[bytes]], folder: Path) -> float:
    """Return pictures a second that the disk keeps safely with nothing else around it."""

    def work(number: int) -> None:
        for data in sets[number]:
            draft = folder / f"{number}.draft"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            digest = hashlib.sha256(data).hexdigest()
            os.write(handle, data)
            os.fsync(handle)
            os.close(handle)
            draft.rename(folder / digest)
            parent = os.open(folder, os.O_RDONLY)
            os.fsync(parent)
            os.close(parent)

    return sum(map(len, sets)) / benching.together(work)


def upload(phone: Phone, data: bytes) -> float:
    """Send one picture in one request, and return the seconds it took."""
    sha256 = hashlib.sha256(data).hexdigest()
    headers = {
        "Authorization": f"Bearer {phone.token}", "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)),
        "Upload-Metadata": f"sha256 {base64.b64encode(sha256.encode()).decode()}",
        "Content-Type": "application/offset+octet-stream",
    }  # fmt: skip
    start = time.perf_counter()
    phone.http.request("POST", "/api/evidence", data, headers)
    answer = phone.http.getresponse()
    body = answer.read()
    if answer.status != 201 or answer.headers["Upload-Offset"] != str(len(data)):
        raise RuntimeError(f"upload: {answer.status} {body[:300]!r}")
    return time.perf_counter() - start


def measure(phones: list[Phone], sets: list[list[bytes]]) -> tuple[float, float]:
    """Return pictures a second and the 95th percentile of one upload in milliseconds."""
    for phone, data in zip(phones, sets, strict=True):
        phone.send([phone.shoot(each) for each in data])
    took: list[float] = []
    seconds = benching.together(
        lambda number: took.extend(upload(phones[number], each) for each in sets[number])
    )
    return len(took) / seconds, sorted(took)[int(len(took) * 0.95)] * 1000


def main() -> None:
    with benching.databases() as known:
        for name, fresh in known:
            for label, size, count in SIZES:
                with benching.installation(fresh()) as (data, phones), benching.server(data) as port:
                    for phone in phones:
                        phone.connect(port)
                    sets = pictures(size, count)
                    with tempfile.TemporaryDirectory(dir=data) as folder:
                        bare = bare_disk(sets, Path(folder))
                    rate, p95 = measure(phones, sets)
                print(
                    f"{name:<11}{label:>7}: {rate:7.0f} pictures/s (p95 {p95:5.0f} ms), "
                    f"bare disk {bare:7.0f}/s, {rate / bare:4.0%} of it"
                )


if __name__ == "__main__":
    main()
