"""Caps on requests whose bodies are still arriving.

A stalled body holds a thread, and a worker process without a free thread
answers nothing at all. So each kind of body has its own share, and the next
one beyond it is told to come back later, with its body unread. What strangers
send has a share of its own: they cannot stop the phones that are enrolled.
Together they leave threads for requests without a body (`cli/serving.py`).
"""

from __future__ import annotations

from server.store.turns import Turns

RETRY_AFTER_S = 5

pictures = Turns(192, retry_after_s=RETRY_AFTER_S)
known = Turns(40, retry_after_s=RETRY_AFTER_S)
strangers = Turns(24, retry_after_s=RETRY_AFTER_S)
