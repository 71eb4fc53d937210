"""Letters to those who give a session."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import joining, posting, quotas
from openevent.accounts.models import User
from openevent.events.models import EventRole
from openevent.lib import addresses as own_pages
from openevent.lib.errors import Refused
from openevent.program import letters
from openevent.program.letters import Letter
from openevent.program.models import Session

LONGEST_SUBJECT, LONGEST_MESSAGE, MOST_COPIES = 250, 5000, 10


class NoLetter(Refused):
    """There is nothing to send, or nobody to send it to."""


def notify(session: Session, *, by: User, subject: str = "", message: str = "", bcc: Sequence[str] = ()) -> None:
    """Write to the session's speakers; copies go to `bcc`, a letter each, so that nobody learns an address.

    Without words they are told how their session stands. Raises NoLetter, NotAnAddress, TooManyAttempts.
    """
    letter = _letter(session, subject, message)
    if len(bcc) > MOST_COPIES:
        raise NoLetter(_("At most %(most_copies)s copies are sent.") % {"most_copies": MOST_COPIES}, pointer="/bcc")
    copies = [joining.checked_email(address) for address in bcc]
    speakers = addresses(session)
    if not speakers:
        raise NoLetter(_("No speaker of this session has an address."))
    quotas.letters(by, {*speakers, *copies})
    _post([*speakers, *copies], letter)


def tell(session: Session, state: str, *, by: User) -> bool:
    """Write to speakers and the event's owner that the session got into this state; whether the former were told.

    A proposal without speakers is told of to who proposed it.

    Must run in the transaction that changes the state: letters and state are there together, or neither is. Raises
    TooManyAttempts.
    """
    owners = EventRole.objects.filter(event=session.event_id, role=EventRole.Name.OWNER, user__deleted_at=None)
    told = _reached(session) or _author(session)
    if told:
        quotas.letters(by, set(told))
    letter = letters.decision(session, state)
    page = letter.leading_to(own_pages.proposal(session.pk))
    _post([one for one, has_account in told.items() if has_account], page)
    _post([one for one, has_account in told.items() if not has_account], letter)
    _post(
        [one for one in owners.values_list("user__email", flat=True) if one not in told],
        letters.to_owner(session, state).leading_to(own_pages.managed_session(session.event.identifier, session.pk)),
    )
    return bool(told)


def acknowledge(session: Session, *, by: User) -> None:
    """Write to who handed the session in that it has arrived. Raises TooManyAttempts."""
    quotas.letters(by, {by.email})
    _post([by.email], letters.received(session).leading_to(own_pages.proposal(session.pk)))


def addresses(session: Session) -> list[str]:
    """The speakers' addresses, in order: the speaker's own, or else the account's behind the speaker."""
    return list(_reached(session))


def _reached(session: Session) -> dict[str, bool]:
    """The speakers' addresses, in order, and whether there is an account that finds the session on its own pages."""
    speaking = session.speaking.filter(speaker__deleted_at=None).select_related("speaker__user")
    return {
        address: link.speaker.user is not None
        for link in speaking
        if (address := _address(link.speaker.email, link.speaker.user))
    }


def _author(session: Session) -> dict[str, bool]:
    """The address of who proposed the session; none for one that the team entered."""
    author = session.creator if session.is_proposal else None
    return {author.email: True} if author is not None and author.is_active else {}


def _address(email: str, account: User | None) -> str:
    return email or (account.email if account is not None and account.is_active else "")


def _letter(session: Session, subject: str, message: str) -> Letter:
    for name, words, longest in (("subject", subject, LONGEST_SUBJECT), ("message", message, LONGEST_MESSAGE)):
        if len(words) > longest:
            raise NoLetter(
                _("The %(name)s has at most %(longest)s characters.") % {"name": name, "longest": longest},
                pointer=f"/{name}",
            )
    if message.strip():
        return letters.note(session, subject, message)
    if session.state not in letters.DECISIONS:
        raise NoLetter(_("Write a message: nothing has been decided about this session yet."), pointer="/message")
    usual = letters.decision(session, session.state)
    return usual._replace(subject=" ".join(subject.split()) or usual.subject)


def _post(people: Sequence[str], letter: Letter) -> None:
    """A letter each; who is named twice gets one. All of them or none."""
    with transaction.atomic():
        for address in dict.fromkeys(people):
            posting.post(address, subject=letter.subject, text=letter.text)
