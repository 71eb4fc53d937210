"""Django's way to a mail server, which also tells when a letter goes over the line."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp


class _Telling(smtplib.SMTP):
    """A connection that calls `handing_over` when the server has said yes to everything but the letter itself."""

    handing_over: Callable[[], None] | None = None

    def send(self, s: Any) -> None:
        """Send a command, which is text, or the letter, which is the only thing that is bytes."""
        if self.handing_over is not None and isinstance(s, bytes):
            try:
                self.handing_over()
            except BaseException:
                self.close()  # the server waits for a letter: the next command would become one
                raise
        super().send(s)


class _TellingOverTLS(_Telling, smtplib.SMTP_SSL):
    """The same where TLS comes first."""


class EmailBackend(smtp.EmailBackend):
    """Calls `handing_over`, if there is one, right before the mail server gets the letter.

    Until then nothing was sent. Afterwards only the server's answer says whether it was.
    """

    handing_over: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of connection that tells."""
        return _TellingOverTLS if self.use_ssl else _Telling

    def open(self) -> bool | None:
        """Connect, and have oneself told."""
        opened: bool | None = super().open()
        if isinstance(self.connection, _Telling):
            self.connection.handing_over = self.handing_over
        return opened
