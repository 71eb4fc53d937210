"""From where a request comes."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings

NETWORK = 64  # bits of an IPv6 address that name a network: whoever has one has all its addresses (RFC 6177)


def client(meta: Mapping[str, Any]) -> str:
    """The network address that a request came from, by its WSGI environment; of IPv6 the network.

    X-Forwarded-For counts only as far as one's own proxies wrote it: TRUSTED_PROXIES entries from the right.
    """
    return _network(_forwarded(meta) or str(meta.get("REMOTE_ADDR") or ""))


def _forwarded(meta: Mapping[str, Any]) -> str:
    """Whom the outermost of one's own proxies took the request from; empty where none stands before the server."""
    said = [entry.strip() for entry in str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",") if entry.strip()]
    if not settings.TRUSTED_PROXIES or not said:
        return ""
    return said[-min(settings.TRUSTED_PROXIES, len(said))]


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:  # a socket without an address, or what some proxy calls its clients: it is told apart as it is
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> (128 - NETWORK) << (128 - NETWORK)))
