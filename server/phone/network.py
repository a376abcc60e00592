"""This machine on its network: its addresses, and its name announced to phones without any DNS entry."""

import ipaddress
import socket

import ifaddr
from zeroconf import IPVersion, ServiceInfo, Zeroconf

SERVICE = "_https._tcp.local."


def lan_addresses() -> list[str]:
    """Return the IPv4 addresses phones on the same network can reach, private ones first."""
    found = {
        str(address.ip)
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
        if isinstance(address.ip, str) and _is_reachable(address.ip)
    }
    return sorted(found, key=lambda text: (not ipaddress.ip_address(text).is_private, text))


def _is_reachable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def announce(name: str, port: int, addresses: list[str]) -> Zeroconf:
    """Answer multicast DNS for `name` until the returned object is closed.

    Raises OSError when this network allows no multicast.
    """
    service = ServiceInfo(
        SERVICE,
        f"{name.removesuffix('.local')}.{SERVICE}",
        port=port,
        addresses=[socket.inet_aton(address) for address in addresses],
        server=f"{name}.",
    )
    responder = Zeroconf(interfaces=addresses, ip_version=IPVersion.V4Only)
    responder.register_service(service)
    return responder
