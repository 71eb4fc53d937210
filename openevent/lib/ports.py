"""Ports of this machine: whether one is free, and whether somebody answers there."""

import socket
import time
from contextlib import suppress

from django.utils.translation import gettext as _

from openevent.lib.errors import Conflicting


class PortTaken(Conflicting):
    """Another program listens there, or this one may not."""


def check_free(host: str, port: int) -> None:
    """Raise PortTaken unless this process could listen at host and port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server of ours left counts as free
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortTaken(
                _("Nothing can listen at %(host)s, port %(port)s: %(strerror)s. Choose another one with --port.")
                % {"host": host, "port": port, "strerror": error.strerror}
            ) from error


def wait_for_answer(host: str, port: int, *, patience: float) -> bool:
    """Whether somebody accepts connections there within so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return True
        time.sleep(0.05)
    return False
