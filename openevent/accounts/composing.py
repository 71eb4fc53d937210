"""What a letter looks like on its way: headers and MIME parts."""

from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from openevent.accounts.enclosures import CalendarPart
from openevent.accounts.models import Letter

CALENDAR_TYPES = ("text/calendar", "application/ics")


class Message(EmailMultiAlternatives):
    """A message whose calendars arrive as they were written."""

    def _create_mime_attachment(self, content: Any, mimetype: str) -> MIMEBase:
        """In base64: no server may touch line ends, long lines or letters outside ASCII (RFC 6047, 2.5)."""
        if not mimetype.startswith(CALENDAR_TYPES):
            made: MIMEBase = super()._create_mime_attachment(content, mimetype)  # type: ignore[misc]  # not in the stubs
            return made
        part = MIMEBase(*mimetype.partition(";")[0].split("/"))
        part.replace_header("Content-Type", mimetype)
        part.set_payload(content.encode() if isinstance(content, str) else content)
        encode_base64(part)
        return part


def message(letter: Letter) -> Message:
    """The letter as it is given to the mail server."""
    made = Message(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers={name: value for name, value in _headers(letter).items() if value},
        reply_to=[letter.reply_to] if letter.reply_to else [],
    )
    if letter.html:
        made.attach_alternative(letter.html, "text/html")
    _enclose(made, [CalendarPart(**part) for part in letter.calendars])
    return made


def _headers(letter: Letter) -> dict[str, str]:
    url = letter.unsubscribe_url
    return {
        "Auto-Submitted": "auto-generated",  # nobody's holiday notice answers a machine (RFC 3834, 5)
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "List-Unsubscribe": f"<{url}>" if url else "",
        # With one click only where the address is https; programs open what is not (RFC 8058, 3.1).
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if url.startswith("https://") else "",
    }


def _enclose(made: Message, calendars: list[CalendarPart]) -> None:
    """Put calendars into the message in the way that the programs of readers take for an invitation.

    The first is the last, richest alternative, a text/calendar with the calendar's method (RFC 6047, 2.4 and 4.2):
    Gmail, Outlook, Apple Mail and Thunderbird show the invitation from there. Its copy is a file, for whoever reads
    mail elsewhere (RFC 6047, 2.6 and 4.6); as application/ics, so that nobody takes it for a second invitation. Google
    Calendar sends these two, and CalConnect recommends them (its guide for developers: iMIP, Best Practices). Further
    calendars are parts of their own, each with its method (RFC 6047, 2.4 and 4.5); many programs look at one only.
    """
    for position, calendar in enumerate(calendars):
        typed = f"text/calendar; charset=utf-8; method={calendar.method}"
        if position == 0:
            made.attach_alternative(calendar.text, typed)
            typed = "application/ics"
        made.attach(calendar.name, calendar.text, f'{typed}; name="{calendar.name}"')
