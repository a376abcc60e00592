"""Starts the server for phones: certificate, name, guide, QR, then the ordinary `serve` with HTTPS."""

import argparse
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import segno
from zeroconf import Zeroconf

from server.phone.authority import Identity, load_identity
from server.phone.guide import serve_guide
from server.phone.network import announce, lan_addresses

DEMO = Path("data") / "demo-phone"


def main(words: list[str] | None = None) -> int:
    """Serve until stopped; return the server's exit code."""
    parser = argparse.ArgumentParser(prog="./run --phone")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--data", type=Path)
    chosen.add_argument("--demo", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(words)
    folder: Path = DEMO if options.demo else options.data
    addresses = lan_addresses()
    if not addresses:
        print("This machine is on no network: connect it to the Wi-Fi of the phones and start again.")
        return 1
    identity = load_identity(folder / "phone", datetime.now(UTC))
    try:
        guide = serve_guide(identity, options.port, options.port + 1)
    except OSError:
        print(f"Port {options.port + 1} is in use too; it is needed for the guide: choose another --port.")
        return 1
    responder = _announce(identity, options.port, addresses)
    server = subprocess.Popen(
        _serve_command(identity, folder, options), env=_environment(identity, options.port)
    )
    _print_welcome(identity, addresses[0], options.port)
    try:
        return _wait(server)
    finally:
        guide.shutdown()
        if responder:
            responder.close()


def _announce(identity: Identity, port: int, addresses: list[str]) -> Zeroconf | None:
    try:
        return announce(identity.name, port, addresses)
    except OSError:
        print(f"This network allows no multicast: add {identity.name} → {addresses[0]} in its router.")
        return None


def _serve_command(identity: Identity, folder: Path, options: argparse.Namespace) -> list[str]:
    demo = ["--demo"] if options.demo else []
    command = [sys.executable, "-m", "server.cli", "serve", *demo, "--data", str(folder)]
    address = ["--host", "0.0.0.0", "--port", str(options.port)]  # noqa: S104 - phones are meant to reach it
    return [*command, *address, "--cert", str(identity.chain), "--key", str(identity.key)]


def _environment(identity: Identity, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "XUNZHENG_SECURE_COOKIES": "1",
        "XUNZHENG_PUBLIC_URL": f"https://{identity.name}:{port}",
        "XUNZHENG_DEMO_PASSWORDS": "random",
    }


def _print_welcome(identity: Identity, address: str, port: int) -> None:
    url = f"http://{address}:{port + 1}/"
    print("\nScan with the phone's camera: it opens a page that helps the phone to trust this server.\n")
    segno.make(url, error="m").terminal(compact=True, border=2)
    print(f"\n  guide        {url}")
    print(f"  then         https://{identity.name}:{port}/")
    print(f"  fingerprint  {identity.fingerprint}\n", flush=True)


def _wait(server: subprocess.Popen[bytes]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # the terminal sent Ctrl-C to the server as well
            continue


if __name__ == "__main__":
    sys.exit(main())
