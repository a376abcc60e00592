"""Pictures a second: announced, uploaded in one request each, verified, synced and in the ledger.

Run as `.venv/bin/python -m tests.bench.evidence [--rounds 5] [--database SQLite] [--size 3MB]`: eight
phones, two web processes, medians over rounds in which databases, sizes and the bare disk take turns.
Beside each figure stands what the bare disk does with the same bytes in the same round: write, SHA-256,
fsync, rename, fsync of the folder, eight threads. `OTHERS` were measured on this kind of machine.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.bench import benching, footprint, senders
from tests.bench.benching import CLIENTS, Phone
from tests.bench.senders import Picture
from tests.support.real_server import RealServer

# Bytes, pictures a phone sends in one round, and the rate (a second) asked of SQLite.
SIZES = {"400KB": (400_000, 50, 450), "3MB": (3_000_000, 26, 105)}
OTHERS = {
    "400KB": {"ODK Central": 61, "tus reference": 394},
    "3MB": {"ODK Central": 15.5, "tus reference": 115},
}


@dataclass
class Bench:
    """One installation under a running server, and what was seen of it, by size."""

    name: str
    data: Path
    phones: list[Phone]
    server: RealServer
    rounds: dict[str, list[dict[str, float]]] = field(default_factory=dict)


@contextmanager
def benches(wanted: list[str]) -> Iterator[list[Bench]]:
    """Start a server over each database that is wanted."""
    with benching.databases() as known, ExitStack() as stack:
        made = []
        for name, fresh in known:
            if name in wanted:
                data, phones = stack.enter_context(benching.installation(fresh()))
                server = RealServer(data).start()
                stack.callback(server.kill)
                made.append(Bench(name, data, phones, server))
                for phone in phones:
                    phone.connect(server.port)
        yield made


def bare_disk(folder: Path, noise: bytes, count: int) -> float:
    """Return pictures a second that the disk keeps safely with nothing else around it."""
    prefixes = [[os.urandom(senders.PREFIX_BYTES) for _ in range(count)] for _ in range(CLIENTS)]

    def work(number: int) -> None:
        for prefix in prefixes[number]:
            draft = folder / f"{number}.draft"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            digest = hashlib.sha256(prefix)
            digest.update(noise)
            os.writev(handle, [prefix, noise])
            os.fsync(handle)
            os.close(handle)
            draft.rename(folder / digest.hexdigest())
            parent = os.open(folder, os.O_RDONLY)
            os.fsync(parent)
            os.close(parent)

    return CLIENTS * count / benching.together(work)


def announce(phone: Phone, pictures: list[Picture]) -> None:
    """Send the journal entries without which no picture is taken."""
    # A line left idle while others had their turn was closed by the server; the next request opens another.
    phone.http.close()
    look = {"mime": "image/jpeg", "width": 2048, "height": 1536, "source": "camera", "slot": None}
    rest = {**look, "preview": None, "fixes": [], "heading": None}
    said = [{"sha256": each.sha256, "bytes": each.size, **rest} for each in pictures]
    phone.send([phone.write("shot", each, datetime.now(UTC)) for each in said])


def play(bench: Bench, label: str) -> None:
    """Run one round of one size on one database."""
    size, count, _ = SIZES[label]
    noise = os.urandom(size - senders.PREFIX_BYTES)
    with tempfile.TemporaryDirectory(dir=bench.data) as folder:
        bare = bare_disk(Path(folder), noise, count)
    sets = [senders.pictures(noise, count) for _ in bench.phones]
    for phone, pictures in zip(bench.phones, sets, strict=True):
        announce(phone, pictures)
    before = footprint.cpu_s(bench.server.pid)
    sent = senders.send_all(
        bench.server.port, [(phone.token, mine) for phone, mine in zip(bench.phones, sets, strict=True)]
    )
    cpu = footprint.cpu_s(bench.server.pid) - before
    number = CLIENTS * count
    seen = {
        "rate": sent.rate, "bare": bare, "p50": sent.percentile_ms(0.5), "p95": sent.percentile_ms(0.95),
        "cpu": cpu / number * 1000, "client": sent.client_cpu_s / number * 1000,
        "rss": footprint.rss_mib(bench.server.pid),
    }  # fmt: skip
    bench.rounds.setdefault(label, []).append(seen)


def tell(bench: Bench, label: str) -> float:
    """Print the medians of one size and give the rate."""
    _, count, target = SIZES[label]
    rounds = bench.rounds[label]
    middle = {name: median(each[name] for each in rounds) for name in rounds[0]}
    rate, bare = middle["rate"], middle["bare"]
    others = ", ".join(f"{name} {rate / figure:.1f}×" for name, figure in OTHERS[label].items())
    spread = " ".join(f"{each['rate']:.0f}" for each in rounds)
    most = max(each["rss"] for each in rounds)
    for line in (
        f"{bench.name:<11}{label:>6}: {rate:4.0f} pictures/s over {CLIENTS * count * len(rounds)} ({spread})",
        f"    p50 {middle['p50']:.0f} ms, p95 {middle['p95']:.0f} ms",
        f"    CPU a picture: server {middle['cpu']:.2f} ms, clients {middle['client']:.2f} ms",
        f"    bare disk {bare:.0f}/s, {rate / bare:.2f} of it; target {target}, {rate / target:.2f} of it",
        f"    {others}",
        f"    RSS {rounds[0]['rss']:.0f} → {rounds[-1]['rss']:.0f}, most {most:.0f} MiB",
    ):
        print(line, flush=True)
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", action="append", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--size", action="append", choices=sorted(SIZES))
    asked = parser.parse_args()
    sizes = asked.size or list(SIZES)
    with benches(asked.database or ["SQLite", "PostgreSQL"]) as known:
        for _ in range(asked.rounds):
            for label in sizes:
                for bench in known:
                    play(bench, label)
        for label in sizes:
            rates = [tell(bench, label) for bench in known]
            if len(rates) > 1:
                print(f"{known[1].name} {label}: {rates[1] / rates[0]:.2f} of {known[0].name}")


if __name__ == "__main__":
    main()
