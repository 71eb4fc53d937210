"""Letters to those who give a session."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import joining, languages, posting, quotas
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

    Without words they are told how their session stands; to words that somebody wrote they can answer. Raises NoLetter,
    NotAnAddress, TooManyAttempts.
    """
    _check(session, subject, message)
    if len(bcc) > MOST_COPIES:
        raise NoLetter(_("At most %(most)s copies are sent.") % {"most": MOST_COPIES}, pointer="/bcc")
    copies = [joining.checked_email(address) for address in bcc]
    speakers = _reached(session)
    if not speakers:
        raise NoLetter(_("No speaker of this session has an address."))
    quotas.letters(by, {*speakers, *copies})
    people = dict.fromkeys([*speakers, *copies])  # who is named twice gets one
    answers = answers_to(by) if message.strip() else ""
    _post(people, partial(_said, session, subject, message), _languages(people, speakers), answers)


def answers_to(writer: User) -> str:
    """Where answers to the writer's words go; nowhere while nobody knows whether the address is the writer's."""
    return writer.email if writer.is_verified else ""


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
    others = [one for one in owners.values_list("user__email", flat=True) if one not in told]
    spoken = _languages([*told, *others], told)
    decision, page = partial(letters.decision, session, state), own_pages.proposal(session.pk)
    at_work = own_pages.managed_session(session.event.identifier, session.pk)
    _post([one for one, account in told.items() if account], lambda: decision().leading_to(page), spoken)
    _post([one for one, account in told.items() if not account], decision, spoken)
    _post(others, lambda: letters.to_owner(session, state).leading_to(at_work), spoken)
    return bool(told)


def acknowledge(session: Session, *, by: User) -> None:
    """Write to who handed the session in that it has arrived. Raises TooManyAttempts."""
    quotas.letters(by, {by.email})
    page = own_pages.proposal(session.pk)
    posting.write(by.email, lambda: letters.received(session).leading_to(page), language=languages.of(by))


def addresses(session: Session) -> list[str]:
    """The speakers' addresses, in order: the speaker's own, or else the account's behind the speaker."""
    return list(_reached(session))


def _reached(session: Session) -> dict[str, User | None]:
    """The speakers' addresses, in order, each with the account that finds the session on its own pages."""
    speaking = session.speaking.filter(speaker__deleted_at=None).select_related("speaker__user")
    return {
        address: link.speaker.user for link in speaking if (address := _address(link.speaker.email, link.speaker.user))
    }


def _author(session: Session) -> dict[str, User | None]:
    """The address of who proposed the session; none for one that the team entered."""
    author = session.creator if session.is_proposal else None
    return {author.email: author} if author is not None and author.is_active else {}


def _address(email: str, account: User | None) -> str:
    return email or (account.email if account is not None and account.is_active else "")


def _languages(people: Collection[str], accounts: Mapping[str, User | None]) -> dict[str, str]:
    """The language of each address: that of the speaker's account, else of the address's own, else whoever acts."""
    found = languages.of_addresses(people)
    return {one: languages.of(accounts.get(one), otherwise=found[one]) for one in people}


def _check(session: Session, subject: str, message: str) -> None:
    if len(subject) > LONGEST_SUBJECT:
        sentence = _("The subject has at most %(most)s characters.")
        raise NoLetter(sentence % {"most": LONGEST_SUBJECT}, pointer="/subject")
    if len(message) > LONGEST_MESSAGE:
        sentence = _("The message has at most %(most)s characters.")
        raise NoLetter(sentence % {"most": LONGEST_MESSAGE}, pointer="/message")
    if not message.strip() and session.state not in letters.DECISIONS:
        raise NoLetter(_("Write a message: nothing has been decided about this session yet."), pointer="/message")


def _said(session: Session, subject: str, message: str) -> Letter:
    """The team's own words; without any how the session stands."""
    if message.strip():
        return letters.note(session, subject, message)
    usual = letters.decision(session, session.state)
    return usual._replace(subject=" ".join(subject.split()) or usual.subject)


def _post(people: Collection[str], letter: Callable[[], Letter], spoken: Mapping[str, str], reply_to: str = "") -> None:
    """The letter to each of them, in the language of each. All of them or none."""
    with transaction.atomic():
        for address in people:
            posting.write(address, letter, language=spoken[address], reply_to=reply_to)
