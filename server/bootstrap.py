"""From a fresh clone to a running server, with the system's Python and nothing else.

Only the standard library and plain syntax: an old Python must still be able to read this file, so that its
owner is told in one line what is missing. Each step keeps a stamp of what it was made from, so that a second
start repeats none.
"""

import argparse
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterable, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = str(BIN / "python")
PWA = ROOT / "pwa"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones on this network are meant to reach it
OLDEST = (3, 11)


def stop(message: str) -> NoReturn:
    sys.stderr.write("\n" + message + "\n")
    sys.exit(1)


if sys.version_info < OLDEST:
    found = ".".join(str(part) for part in sys.version_info[:3])
    stop(
        "Python 3.11 or newer is needed, {0} is {1}: install a newer one, "
        "or name it with PYTHON=/path/to/python.".format(sys.executable, found)
    )


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return one SHA-256 over the names and bytes of files, and further words."""
    total = hashlib.sha256("\n".join(more).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == value


def write_stamp(stamp: Path, value: str) -> None:
    stamp.write_text(value, encoding="ascii")


def show_progress(line: str, count: int) -> None:
    if "warn" in line[:9].lower():
        return
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K  " + line.strip()[:76])
        sys.stdout.flush()
    elif count % 20 == 0:
        print("  " + line.strip()[:100], flush=True)


def search_path() -> str:
    return str(BIN) + os.pathsep + os.environ.get("PATH", "")


def step(label: str, command: list[str], folder: Path = ROOT) -> None:
    """Run one command with its progress on one moving line; a failure shows its last lines."""
    started = time.monotonic()
    print(label + " …", flush=True)
    environment = dict(
        os.environ, PATH=search_path(), PIP_DISABLE_PIP_VERSION_CHECK="1", NODE_USE_SYSTEM_CA="1"
    )
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines = []
    for line in process.stdout or []:
        lines.append(line.rstrip())
        show_progress(line, len(lines))
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K")
    if process.wait() != 0:
        stop("\n".join(lines[-25:]) + "\n\n" + label + " failed; the lines above say why.")
    print("  done in {0:.1f} s".format(time.monotonic() - started), flush=True)


def check_folder() -> None:
    try:
        with tempfile.TemporaryFile(dir=ROOT):
            pass
    except OSError:
        stop("{0} is read-only: copy the project to a folder of yours and start it there.".format(ROOT))


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            stop("Port {0} needs administrator rights: choose one above 1023 with --port.".format(port))
        except (OSError, OverflowError):
            stop(
                "Port {0} is in use: stop the other program or choose another one, e.g. --port {1}.".format(
                    port, port + 1
                )
            )


def make_environment() -> None:
    """Create .venv when there is none, or when its Python no longer runs (moved folder, upgraded system)."""
    if (
        Path(PYTHON).exists()
        and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    ):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python ({0}) has no venv: install it (Debian, Ubuntu: apt install python3-venv).".format(
                sys.executable
            )
        )
    step("Making .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_packages() -> None:
    stamp = VENV / ".installed"
    wanted = digest([ROOT / "requirements.txt", ROOT / "pyproject.toml"], str(ROOT), sys.version)
    if is_stamped(stamp, wanted):
        return
    pip = [PYTHON, "-m", "pip", "install", "--progress-bar", "off"]
    step("Installing Python packages (about a minute)", [*pip, "-r", "requirements.txt"])
    step("Installing the xunzheng command", [*pip, "--no-deps", "--no-build-isolation", "-e", "."])
    write_stamp(stamp, wanted)


def page_sources() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(str(PWA)):
        folders[:] = [name for name in folders if name not in ("node_modules", "dist") and name[0] != "."]
        found += [Path(folder) / name for name in files]
    return found


def build_pages() -> None:
    """Build the phone and desk pages with the Node that pip brought, when a source changed."""
    npm, modules = str(BIN / "npm"), PWA / "node_modules"
    # Not `npm ci`: it refuses a lock file without every foreign platform's optional binary.
    install = [npm, "install", "--no-save", "--no-audit", "--no-fund"]
    stamp, wanted = modules / ".installed", digest([PWA / "package.json", PWA / "package-lock.json"])
    if not is_stamped(stamp, wanted):
        step("Installing what the pages are built with", install, PWA)
        write_stamp(stamp, wanted)
    stamp, wanted = modules / ".built", digest(page_sources())
    if not is_stamped(stamp, wanted) or not (PWA / "dist" / "index.html").exists():
        step("Building the pages", [npm, "run", "build"], PWA)
        write_stamp(stamp, wanted)


def set_up() -> None:
    check_folder()
    make_environment()
    install_packages()
    build_pages()


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Set up and serve Xunzheng; without --data a demo city with accounts to try.",
    )
    parser.add_argument(
        "--data", metavar="DIR", help="a real installation in this folder; made when it is empty"
    )
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (default 8000)")
    parser.add_argument(
        "--phone", action="store_true", help="HTTPS on this network, with a QR code to open on a phone"
    )
    parser.add_argument(
        "--cert", metavar="FILE", help="serve HTTPS on all addresses with this certificate (PEM)"
    )
    parser.add_argument("--key", metavar="FILE", help="the certificate's private key (PEM)")
    chosen = parser.parse_args(words)
    if bool(chosen.cert) != bool(chosen.key):
        parser.error("--cert and --key belong together")
    if chosen.phone and chosen.cert:
        parser.error("--phone brings its own certificate: leave out --cert and --key")
    for path in filter(None, (chosen.cert, chosen.key)):
        if not Path(path).is_file():
            parser.error("there is no file " + path)
    return chosen


def serve_command(chosen: argparse.Namespace) -> list[str]:
    program = "server.phone" if chosen.phone else "server.cli"
    command = [PYTHON, "-m", program] + ([] if chosen.phone else ["serve"])
    command += ["--data", str(Path(chosen.data).resolve())] if chosen.data else ["--demo"]
    command += ["--port", str(chosen.port)]
    if chosen.cert:
        command += [
            "--host",
            EVERYWHERE,
            "--cert",
            str(Path(chosen.cert).resolve()),
            "--key",
            str(Path(chosen.key).resolve()),
        ]
    return command


def run(words: list[str]) -> None:
    chosen = arguments(words)
    check_port(EVERYWHERE if chosen.cert or chosen.phone else "127.0.0.1", chosen.port)
    set_up()
    command = serve_command(chosen)
    os.chdir(ROOT)
    os.environ["PATH"] = search_path()
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - fixed program, the arguments were parsed above


if __name__ == "__main__":
    try:
        run(sys.argv[2:]) if sys.argv[1:2] == ["run"] else set_up()
    except KeyboardInterrupt:
        stop("Stopped.")
