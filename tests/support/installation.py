"""A real installation for the journeys: made, filled and run by the same commands an operator uses."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.chromium import Spot

ROOT = Path(__file__).resolve().parents[2]
SERVE = (sys.executable, "-m", "server.cli", "serve")
STOP_S = 20

UNITS = """id,parent_id,name_zh,name_en,kind
city,,云溪市公安局,Yunxi police,bureau
east,city,东城分局,East branch,branch
east-1,east,红旗派出所,Hongqi station,station
west,city,西河分局,West branch,branch
"""
USERS = """username,name,roles,unit_id
officer,王晓峰,officer,east-1
second,李雪,officer,east-1
reviewer,张审,reviewer,city
outsider,刘西,reviewer,west
"""
PEOPLE = ("officer", "second", "reviewer")
PLACES = """id,name,category,unit_id,lat,lon
school-1,实验小学,primary,east-1,31.2304,121.4737
hall-1,东城政务大厅,hall,east-1,31.2350,121.4800
"""

AT_SCHOOL_GATE: Spot = {"latitude": 31.2309, "longitude": 121.4739, "accuracy": 8}


@dataclass(frozen=True)
class Access:
    """What a person is handed on paper."""

    username: str
    password: str
    code: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def built_pages() -> Path:
    """Return the folder of the built pages that servers use."""
    return Path(os.environ.get("XUNZHENG_PWA") or ROOT / "pwa" / "dist")


class Installation:
    """A data folder and the server process on it, which can be stopped, killed and started again."""

    options: tuple[str, ...] = ()
    start_s = 60

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self._files = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._pages: Path | None = None
        self.access: dict[str, Access] = {}

    def behind(self, url: str) -> None:
        """Be reached at another address, e.g. that of a proxy."""
        self.url = url

    def make(self) -> None:
        """Initialise the folder, import a small city and hand its people their codes."""
        self.command("init", "--name", "云溪市")
        for kind, table in (("units", UNITS), ("users", USERS), ("places", PLACES)):
            file = self._files / f"{kind}.csv"
            file.write_text(table, encoding="utf-8")
            self.command("import", kind, str(file), "--yes")
        for username in PEOPLE:
            self.access[username] = self.enrol(username)

    def copy_of(self, made: "Installation") -> None:
        """Begin as a copy of an installation that is not running."""
        shutil.copytree(made.data, self.data)
        self.access = dict(made.access)

    def command(self, *words: str) -> str:
        """Run one `xunzheng` command on this folder; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "server.cli", *words, "--data", str(self.data)],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"xunzheng {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def enrol(self, username: str) -> Access:
        """Hand out a one-time code and a first password."""
        said = self.command("enrol", username)
        code = re.search(r"code ([0-9A-Z-]{9})", said)
        password = re.search(r"first password (\S+)", said)
        assert code, said
        return Access(username, password[1] if password else self.new_password(username), code[1])

    def new_password(self, username: str) -> str:
        """Reset a password as an administrator does; all sessions of that person end."""
        return self.command("password", username).rsplit(maxsplit=1)[-1]

    def serve_pages(self, pages: Path) -> None:
        """From the next start on, serve this build of the pages."""
        self._pages = pages

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*SERVE, *self.options, "--data", str(self.data), "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + self.start_s
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self._log.read_text(errors='replace')[-3000:]}")

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def stop(self) -> None:
        """Stop the server as Ctrl-C does and wait until it is gone."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End every process of the server without warning."""
        self._end(signal.SIGKILL)

    def blob(self, sha256: str) -> bytes:
        """Return the stored bytes of a picture."""
        found = [path for path in (self.data / "blobs").rglob(f"*{sha256[-8:]}*") if path.is_file()]
        assert len(found) == 1, f"{sha256} is stored {len(found)} times"
        return found[0].read_bytes()

    def _end(self, sign: signal.Signals) -> None:
        if self._process is None:
            return
        os.killpg(self._process.pid, sign)
        self._process.wait(STOP_S)
        self._process = None

    def about(self) -> Any:
        """Return what the server says about itself, in a demo its accounts too."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/about", timeout=10) as answer:
            return json.load(answer)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        pages = {"XUNZHENG_PWA": str(self._pages)} if self._pages else {}
        return {
            **os.environ,
            "LANG": "C.UTF-8",
            "XUNZHENG_LANG": "en",
            "XUNZHENG_PUBLIC_URL": self.url,
            **pages,
        }


class DemoCity(Installation):
    """The demo city, made by its first start."""

    options = ("--demo",)
    start_s = 400
