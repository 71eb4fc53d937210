"""What letters about sessions say."""

from typing import NamedTuple

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
        "Accepted: {title}",
        "Hello,\n\nyour session “{title}” has been accepted for {event}.\n\n"
        "The organisers will tell you when and where it takes place.\n",
    ),
    State.CONFIRMED: Letter(
        "Confirmed: {title}",
        "Hello,\n\nyour session “{title}” at {event} is confirmed. It stands in the programme.\n",
    ),
    State.REJECTED: Letter(
        "Not accepted: {title}",
        "Hello,\n\nthank you for proposing “{title}” for {event}.\n\nThe organisers could not take it this time.\n",
    ),
    State.CANCELED: Letter(
        "Canceled: {title}",
        "Hello,\n\nyour session “{title}” at {event} has been canceled. It will not take place.\n",
    ),
    State.WITHDRAWN: Letter(
        "Withdrawn: {title}",
        "Hello,\n\nthe session “{title}” has been withdrawn from {event}.\n",
    ),
}


RECEIVED = (
    "Hello,\n\nthank you: your proposal “{title}” for {event} has arrived.\n\n"
    "The organisers will tell you what they decide.\n"
)
OF_THE_OWNERS_EVENT = "Hello,\n\nthe session “{title}” of your event {event} is now {state}.\n"


def to_owner(session: Session, state: str) -> Letter:
    """What the event's owner is told of a session's new state."""
    title, event = text.one_line(session.title), text.one_line(session.event.name)
    subject, _ = DECISIONS[state]
    return Letter(
        subject.format(title=title[:LONGEST_TITLE]), OF_THE_OWNERS_EVENT.format(title=title, event=event, state=state)
    )


def decision(session: Session, state: str) -> Letter:
    """The letter that tells of a session's new state, one of DECISIONS."""
    subject, words = DECISIONS[state]
    title, event = text.one_line(session.title), text.one_line(session.event.name)
    return Letter(subject.format(title=title[:LONGEST_TITLE]), words.format(title=title, event=event))


def received(session: Session) -> Letter:
    """What who proposes is told when the proposal has come."""
    title, event = text.one_line(session.title), text.one_line(session.event.name)
    return Letter(f"Received: {title[:LONGEST_TITLE]}", RECEIVED.format(title=title, event=event))


def note(session: Session, subject: str, message: str) -> Letter:
    """A letter that the team wrote itself, with what it is about; without a subject it gets that as one."""
    title, event = session.title[:LONGEST_TITLE], session.event.name[:LONGEST_TITLE]
    return Letter(
        text.one_line(subject) or f"About your session “{title}”",
        f"{message.strip()}\n\n-- \nAbout the session “{title}” at {event}.\n",
    )


def templates() -> dict[str, dict[str, str]]:
    """The letters of DECISIONS by state, with {title} and {event} where those of the session go."""
    return {str(state): {"subject": subject, "message": message} for state, (subject, message) in DECISIONS.items()}
