"""The address under which people reach an installation: what was set, else where it was served last."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.x509 import (
    DNSName,
    ExtensionNotFound,
    IPAddress,
    SubjectAlternativeName,
    load_pem_x509_certificate,
)

from server.config import Config
from server.store.keys import write_private

_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, never bound to
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_LAST = "address"


def public_url(config: Config) -> str:
    """Give the address of an installation, without a slash at its end, whether or not it is running."""
    last = config.data / _LAST
    known = config.public_url or (last.read_text(encoding="utf-8") if last.exists() else "")
    return (known or "http://127.0.0.1:8000").rstrip("/")


def only_here(url: str) -> bool:
    """Say whether this address is this machine's own, so that no phone can open it."""
    return urlsplit(url).hostname in _LOOPBACK


def served_url(host: str, port: int, cert: Path | None) -> str:
    """Give the address that `serve` answers on: the certificate's name, else one that this network knows."""
    name = (_certified(cert) if cert else None) or (_on_this_network() if host in _EVERYWHERE else host)
    bracketed = f"[{name}]" if ":" in name else name
    return f"{'https' if cert else 'http'}://{bracketed}:{port}"


def remember(config: Config, url: str) -> None:
    """Keep the address that is being served, for commands that run beside the server."""
    write_private(config.data / _LAST, url)


def _certified(cert: Path) -> str | None:
    """Give the first name a certificate vouches for that is no pattern, or its first address."""
    try:
        leaf = load_pem_x509_certificate(cert.read_bytes())
        names = leaf.extensions.get_extension_for_class(SubjectAlternativeName).value
    except (OSError, ValueError, ExtensionNotFound):
        return None
    known = [name for name in names.get_values_for_type(DNSName) if not name.startswith("*")]
    return next(iter(known + [str(each) for each in names.get_values_for_type(IPAddress)]), None)


def _on_this_network() -> str:
    # Multicast DNS takes long to load, and most starts need no address.
    from server.phone.network import lan_addresses  # noqa: PLC0415

    return next(iter(lan_addresses()), socket.gethostname())
