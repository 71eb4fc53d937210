"""Addresses of this server, and addresses that people type."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

SCHEMES = frozenset({"http", "https", "ftp"})


def public(path: str) -> str:
    """The path as an absolute address where SITE_URL says one, else as it is."""
    return f"{settings.SITE_URL}{path}"


def absolute(path: str) -> str:
    """The path as an absolute address, always: calendars cannot hold others (RFC 5545, 3.8.4.6)."""
    return f"{settings.SITE_URL or settings.LOCAL_URL}{path}"


def is_absolute(url: str) -> bool:
    """Whether the text is an address that a browser can open by itself: http, https or ftp, with a host."""
    if not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname)
    except ValueError:  # an unclosed bracket of an IPv6 host
        return False


def not_absolute(url: str) -> str:
    """The sentence that refuses what is no such address."""
    return gettext("“%(address)s” is not an absolute address (http, https or ftp).") % {"address": url[:100]}
