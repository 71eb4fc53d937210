"""What letters about sessions say, in the language that is spoken when they are written."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib import text, urls
from openevent.program.models import Session

State = Session.State
LONGEST_TITLE = 150  # of a session or an event, in a subject


class Letter(NamedTuple):
    """A letter as it is posted."""

    subject: str
    text: str

    def leading_to(self, path: str) -> "Letter":
        """The letter with the address of a page where its reader finds more."""
        return self._replace(text=f"{self.text}\n{urls.absolute(path)}\n")


# What is sent, if the team asks for that, when a session gets into one of these states.
DECISIONS: dict[str, Letter] = {
    State.ACCEPTED: Letter(
        gettext_noop("Accepted: %(title)s"),
        gettext_noop(
            "Hello,\n\nyour session “%(title)s” has been accepted for %(event)s.\n\n"
            "The organisers will tell you when and where it takes place.\n"
        ),
    ),
    State.CONFIRMED: Letter(
        gettext_noop("Confirmed: %(title)s"),
        gettext_noop(
            "Hello,\n\nyour session “%(title)s” at %(event)s is confirmed. It stands in the programme.\n",
        ),
    ),
    State.REJECTED: Letter(
        gettext_noop("Not accepted: %(title)s"),
        gettext_noop(
            "Hello,\n\nthank you for proposing “%(title)s” for %(event)s.\n\n"
            "The organisers could not take it this time.\n"
        ),
    ),
    State.CANCELED: Letter(
        gettext_noop("Canceled: %(title)s"),
        gettext_noop(
            "Hello,\n\nyour session “%(title)s” at %(event)s has been canceled. It will not take place.\n",
        ),
    ),
    State.WITHDRAWN: Letter(
        gettext_noop("Withdrawn: %(title)s"),
        gettext_noop("Hello,\n\nthe session “%(title)s” has been withdrawn from %(event)s.\n"),
    ),
}
# What the event's owner is told then.
TO_OWNERS: dict[str, str] = {
    State.ACCEPTED: gettext_noop("Hello,\n\nthe session “%(title)s” of your event %(event)s is now accepted.\n"),
    State.CONFIRMED: gettext_noop("Hello,\n\nthe session “%(title)s” of your event %(event)s is now confirmed.\n"),
    State.REJECTED: gettext_noop("Hello,\n\nthe session “%(title)s” of your event %(event)s is now rejected.\n"),
    State.CANCELED: gettext_noop("Hello,\n\nthe session “%(title)s” of your event %(event)s is now canceled.\n"),
    State.WITHDRAWN: gettext_noop("Hello,\n\nthe session “%(title)s” of your event %(event)s is now withdrawn.\n"),
}
RECEIVED = gettext_noop(
    "Hello,\n\nthank you: your proposal “%(title)s” for %(event)s has arrived.\n\n"
    "The organisers will tell you what they decide.\n"
)
ABOUT = gettext_noop("%(message)s\n\n-- \nAbout the session “%(title)s” at %(event)s.\n")


def decision(session: Session, state: str) -> Letter:
    """The letter that tells of a session's new state, one of DECISIONS."""
    subject, words = DECISIONS[state]
    return _letter(session, subject, words)


def to_owner(session: Session, state: str) -> Letter:
    """What the event's owner is told of a session's new state."""
    return _letter(session, DECISIONS[state].subject, TO_OWNERS[state])


def received(session: Session) -> Letter:
    """What who proposes is told when the proposal has come."""
    return _letter(session, gettext_noop("Received: %(title)s"), RECEIVED)


def _letter(session: Session, subject: str, words: str) -> Letter:
    title, event = text.one_line(session.title), text.one_line(session.event.name)
    return Letter(_(subject) % {"title": title[:LONGEST_TITLE]}, _(words) % {"title": title, "event": event})


def note(session: Session, subject: str, message: str) -> Letter:
    """A letter that the team wrote itself, with what it is about; without a subject it gets that as one."""
    said = {"title": session.title[:LONGEST_TITLE], "event": session.event.name[:LONGEST_TITLE]}
    return Letter(
        text.one_line(subject) or _("About your session “%(title)s”") % said,
        _(ABOUT) % {**said, "message": message.strip()},
    )


def templates() -> dict[str, dict[str, str]]:
    """The letters of DECISIONS by state, in English, with {title} and {event} where those of the session go."""
    places = {"title": "{title}", "event": "{event}"}
    return {
        str(state): {"subject": subject % places, "message": message % places}
        for state, (subject, message) in DECISIONS.items()
    }
