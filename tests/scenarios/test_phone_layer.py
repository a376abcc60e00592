"""The phone's device layer, without a browser, against a real server process."""

import json
import os
import subprocess

from tests.api.test_admits_whatever_core_writes import PWA, node
from tests.support.installation import Installation


def test_the_phone_without_a_browser_sends_to_a_real_server_or_exports_sealed(tmp_path):
    city = Installation(tmp_path)
    city.make()
    city.start()
    try:
        access, other = city.access["officer"], city.access["second"]
        file, out = tmp_path / "locked.xzx", tmp_path / "out"
        phone = {
            "base": city.url, "username": access.username, "password": access.password, "code": access.code,
            "forgetful": {
                "username": other.username, "password": other.password, "code": other.code, "file": str(file),
            },
        }  # fmt: skip
        done = subprocess.run(
            [node(), "node_modules/vitest/vitest.mjs", "run"],
            cwd=PWA, env={**os.environ, "XUNZHENG_PHONE": json.dumps(phone)}, capture_output=True,
            check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        recovery = city.data / "offline" / "recovery.json"
        words = ("open-export", str(file), "--recovery", str(recovery), "--out", str(out), "--admit")
        said = city.command(*words)
        assert "second exported 2 entries and 2 pictures" in said
        assert "admitted 2, known 0, refused 0; 2 pictures" in said
        assert json.loads((out / "drafts.jsonl").read_text())["note"] == "未写完"
    finally:
        city.stop()
