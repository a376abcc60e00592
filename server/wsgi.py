"""What a WSGI server imports: the app over the folder that XUNZHENG_DATA names."""

from __future__ import annotations

from server.app import create_app

app = create_app()
