"""The page that walks a phone through trusting the authority; plain HTTP, because trust comes after it."""

import html
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

from server.phone.authority import Identity

SYSTEMS = {
    "iphone": "ios",
    "ipad": "ios",
    "openharmony": "harmony",
    "harmonyos": "harmony",
    "android": "android",
}


def system_of(user_agent: str) -> str:
    """Return `ios`, `harmony` or `android`; the last when the browser does not say."""
    words = user_agent.lower()
    return next((system for word, system in SYSTEMS.items() if word in words), "android")


def page(identity: Identity, port: int, user_agent: str) -> bytes:
    """Return the guide with this phone's steps opened."""
    template = files("server.phone").joinpath("guide.html").read_text(encoding="utf-8")
    values = {
        "address": f"https://{identity.name}:{port}/",
        "name": identity.name,
        "fingerprint": identity.fingerprint,
    }
    for key, value in values.items():
        template = template.replace("{" + key + "}", html.escape(value))
    mine = system_of(user_agent)
    return template.replace(f'data-system="{mine}"', f'data-system="{mine}" open').encode()


def serve_guide(identity: Identity, port: int, guide_port: int) -> ThreadingHTTPServer:
    """Serve the guide and `ca.crt` in a thread of its own; the caller shuts it down."""
    authority = identity.authority.read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/ca.crt":
                self.answer("application/x-x509-ca-cert", authority)
            elif self.path == "/":
                agent = self.headers.get("User-Agent", "")
                self.answer("text/html; charset=utf-8", page(identity, port, agent))
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def answer(self, kind: str, body: bytes) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent: the terminal shows the QR code."""

    guide = ThreadingHTTPServer(("0.0.0.0", guide_port), Handler)  # noqa: S104 - phones are meant to reach it
    threading.Thread(target=guide.serve_forever, name="guide", daemon=True).start()
    return guide
