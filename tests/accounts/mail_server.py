"""A mail server of the test's own, which does with letters what the test says."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG_UP, SAY_NOTHING = "hang up", "say nothing"  # what a server may do instead of answering


@dataclass(kw_only=True)
class MailServer:
    """Takes every letter, unless `to_recipient` or `to_letter` has another answer for the next one.

    `recipients` are all that were named, `raw` the letters that it took; `on_…` is called before it answers.
    """

    port: int = 0
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_letter: list[str] = field(default_factory=list)
    on_recipient: Callable[[], None] = lambda: None
    on_letter: Callable[[], None] = lambda: None

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters that it took."""
        return [_parsed(raw) for raw in self.raw]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002 - aiosmtpd's signature
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002 - aiosmtpd's signature
    ) -> str:
        self.recipients.append(address)
        self.on_recipient()
        envelope.rcpt_tos.append(address)
        return await _answered(server, self.to_recipient.pop(0) if self.to_recipient else "250 OK")

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002 - aiosmtpd's signature
        envelope: Envelope,
    ) -> str:
        answer = self.to_letter.pop(0) if self.to_letter else "250 OK"
        if answer[0] not in "45":
            assert isinstance(envelope.original_content, bytes)
            self.raw.append(envelope.original_content)
        self.on_letter()
        return await _answered(server, answer)


async def _answered(server: SMTP, answer: str) -> str:
    if answer == HANG_UP:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
    if answer == SAY_NOTHING:
        await asyncio.Event().wait()
    return answer


def _parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


class _OnAFreePort(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library's


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server on a free port, as long as it is needed."""
    server = MailServer()
    controller: Any = _OnAFreePort(server, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        server.port = controller.port
        yield server
    finally:
        controller.stop()
