"""The phone's device layer, without a browser, against a real server process."""

import json
import os
import subprocess

from tests.api.test_admits_whatever_core_writes import PWA, node
from tests.support.installation import Installation


def test_the_phone_without_a_browser_sends_to_a_real_server(tmp_path):
    city = Installation(tmp_path)
    city.make()
    city.start()
    try:
        access = city.access["officer"]
        phone = {
            "base": city.url, "username": access.username, "password": access.password, "code": access.code,
        }  # fmt: skip
        done = subprocess.run(
            [node(), "node_modules/vitest/vitest.mjs", "run"],
            cwd=PWA, env={**os.environ, "XUNZHENG_PHONE": json.dumps(phone)}, capture_output=True, check=False,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    finally:
        city.stop()
