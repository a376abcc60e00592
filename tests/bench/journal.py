"""Entries a second: signed by phones, verified, judged, appended, committed, and answered with proofs.

Run as `.venv/bin/python -m tests.bench.journal`. Eight phones send one entry at a time and batches of 50;
each says what it saw last and gets receipt and consistency proof, verified once the clock has stopped.
Rounds are interleaved over databases and shapes; printed are medians, and beside them the bare limit of the
same run: the same rows into the same tables, a plain commit for each request, and nothing else.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from pathlib import Path
from statistics import median

import psycopg

from server.config import load_config
from server.domain.checkpoint import Checkpoint, open_checkpoint
from server.store.store import open_store
from tests.bench import bare_rows, benching, footprint, posts
from tests.bench.benching import CLIENTS, Phone
from tests.support.real_server import RealServer

# Entries in a request, requests of a phone in one round, and the entries a second asked of SQLite.
SHAPES = {"one by one": (1, 150, 700), "batches of 50": (50, 15, 2500)}
POSTGRESQL_SHARE = 0.75
ODK_CENTRAL = 186
MIXES: dict[str, Callable[[Phone], Iterator[str]]] = {"visits": posts.visit, "shots": posts.shots}


@dataclass
class Bench:
    """One installation under a running server, an empty twin of it for the bare limit, and what was seen."""

    name: str
    data: Path
    phones: list[Phone]
    server: RealServer
    twin: Callable[[], tuple[Callable[[], object], Path | None]]
    vkey: str
    rounds: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=dict)


@contextmanager
def benches(wanted: list[str]) -> Iterator[list[Bench]]:
    """Start a server over each database that is wanted."""
    with benching.databases() as known, ExitStack() as stack:
        made = []
        for name, fresh in known:
            if name in wanted:
                url = fresh()
                data, phones = stack.enter_context(benching.installation(url))
                server = RealServer(data).start()
                stack.callback(server.kill)
                for phone in phones:
                    phone.connect(server.port)
                made.append(Bench(name, data, phones, server, _twin(stack, fresh), _vkey(data)))
        yield made


def _vkey(data: Path) -> str:
    store = open_store(load_config(data, {}))
    store.close()
    return store.signer.vkey


def _twin(
    stack: ExitStack, fresh: Callable[[], str | None]
) -> Callable[[], tuple[Callable[[], object], Path | None]]:
    def make() -> tuple[Callable[[], object], Path | None]:
        url = fresh()
        data, _ = stack.enter_context(benching.installation(url))
        if url is None:
            return bare_rows.sqlite(data / "xunzheng.sqlite"), data / "bare.lock"
        return lambda: psycopg.connect(url, prepare_threshold=1), None

    return make


def batches(bench: Bench, mix: str, size: int, count: int) -> list[posts.Load]:
    """Sign what every phone will send in one round."""
    loads = []
    for phone in bench.phones:
        note = _head(bench, phone)
        phone.beacon = {"size": note.size, "root": note.root.hex()}
        entries = list(islice(chain.from_iterable(map(MIXES[mix], repeat(phone))), size * count))
        parts = [entries[start : start + size] for start in range(0, len(entries), size)]
        loads.append(posts.Load(phone.token, parts, dict(phone.beacon)))
    return loads


def _head(bench: Bench, phone: Phone) -> Checkpoint:
    phone.http.close()  # the server has let an idle line go
    phone.http.request("GET", "/api/ledger/checkpoint")
    return open_checkpoint(phone.http.getresponse().read().decode(), bench.vkey)


def bare(bench: Bench, mix: str, size: int, count: int) -> float:
    """Return entries a second of the bare limit, in an empty installation of its own."""
    connect, lock = bench.twin()
    with benching.installation(None) as (data, phones):
        store = open_store(load_config(data, {}))
        work = []
        for phone in phones:
            entries = list(islice(chain.from_iterable(map(MIXES[mix], repeat(phone))), size * count))
            parts = [entries[start : start + size] for start in range(0, len(entries), size)]
            work += bare_rows.writes(store, phone.kid, parts)
        store.close()
    return bare_rows.rate(work, CLIENTS * size * count, connect, lock)


def play(bench: Bench, mix: str, shape: str) -> None:
    """Run one round of one shape on one database."""
    size, count, _ = SHAPES[shape]
    limit = bare(bench, mix, size, count)
    loads = batches(bench, mix, size, count)
    before = footprint.cpu_s(bench.server.pid)
    sent, heard = posts.post_all(bench.server.port, loads)
    cpu = footprint.cpu_s(bench.server.pid) - before
    number = CLIENTS * size * count
    flagged = sum(posts.verify(load, each, bench.vkey) for load, each in zip(loads, heard, strict=True))
    seen = {
        "rate": sent.rate, "bare": limit, "p50": sent.percentile_ms(0.5), "p95": sent.percentile_ms(0.95),
        "cpu": cpu / number * 1000, "client": sent.client_cpu_s / number * 1000, "flagged": flagged,
    }  # fmt: skip
    bench.rounds.setdefault((mix, shape), []).append(seen)


def tell(bench: Bench, mix: str, shape: str) -> float:
    """Print the medians of one shape and give the rate."""
    rounds = bench.rounds[mix, shape]
    middle = {name: median(each[name] for each in rounds) for name in rounds[0]}
    rate, target = middle["rate"], SHAPES[shape][2] * (1 if bench.name == "SQLite" else POSTGRESQL_SHARE)
    spread = " ".join(f"{each['rate']:.0f}" for each in rounds)
    for line in (
        f"{bench.name:<11}{shape:>14} ({mix}): {rate:5.0f} entries/s ({spread})",
        f"    a request: p50 {middle['p50']:.1f} ms, p95 {middle['p95']:.1f} ms",
        f"    CPU an entry: server {middle['cpu']:.2f} ms, clients {middle['client']:.2f} ms",
        f"    bare limit {middle['bare']:.0f}/s, {rate / middle['bare']:.2f} of it",
        f"    target {target:.0f}, {rate / target:.2f} of it; ODK Central {rate / ODK_CENTRAL:.1f}×",
        f"    every answer verified; {middle['flagged']:.0f} entries flagged",
    ):
        print(line, flush=True)
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", action="append", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--shape", action="append", choices=sorted(SHAPES))
    parser.add_argument("--mix", action="append", choices=sorted(MIXES))
    asked = parser.parse_args()
    runs = [(mix, shape) for mix in asked.mix or MIXES for shape in asked.shape or SHAPES]
    with benches(asked.database or ["SQLite", "PostgreSQL"]) as known:
        for _ in range(asked.rounds):
            for run in runs:
                for bench in known:
                    play(bench, *run)
        for run in runs:
            rates = [tell(bench, *run) for bench in known]
            if len(rates) > 1:
                print(f"{known[1].name} {', '.join(run)}: {rates[1] / rates[0]:.2f} of {known[0].name}")


if __name__ == "__main__":
    main()
