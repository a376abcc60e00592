"""Entries a second: signed by phones, verified, judged and appended to the ledger.

Run as `.venv/bin/python -m tests.bench.journal`. Entries go one by one and in
batches of 50. Beside each figure stands how many times a second the bare disk
syncs the same bytes when each request appends them to one file.
"""

import os
import tempfile
from pathlib import Path

from tests.bench import benching
from tests.bench.benching import CLIENTS, Phone

SHAPES = [("one by one", 1, 100), ("batches of 50", 50, 1000)]


def entries(phone: Phone, count: int) -> list[str]:
    """Sign `count` shots ahead of the measurement."""
    return [phone.shoot(os.urandom(32)) for _ in range(count)]


def bare_disk(sets: list[list[str]], size: int, folder: Path) -> float:
    """Return entries a second that appending with fsync for each batch reaches."""

    def work(number: int) -> None:
        handle = os.open(folder / str(number), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for start in range(0, len(sets[number]), size):
            os.write(handle, "".join(sets[number][start : start + size]).encode())
            os.fsync(handle)
        os.close(handle)

    return sum(map(len, sets)) / benching.together(work)


def main() -> None:
    with benching.databases() as known:
        for name, fresh in known:
            with benching.installation(fresh()) as (data, phones), benching.server(data) as port:
                for phone in phones:
                    phone.connect(port)
                for label, size, count in SHAPES:
                    sets = [entries(phone, count) for phone in phones]
                    with tempfile.TemporaryDirectory(dir=data) as folder:
                        bare = bare_disk(sets, size, Path(folder))
                    seconds = benching.together(
                        lambda number, sets=sets, size=size: phones[number].send(sets[number], size)
                    )
                    rate = CLIENTS * count / seconds
                    print(f"{name:<11}{label:>14}: {rate:7.0f} entries/s, bare disk {bare:7.0f}/s")


if __name__ == "__main__":
    main()
