"""Writing to who runs an event."""

from datetime import timedelta
from functools import partial

from django.utils.translation import gettext as _

from openevent.accounts import languages, limits, posting
from openevent.accounts.models import User
from openevent.events import letters
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Refused, Unknown

LONGEST = 5000
PER_HOUR = 5


class NoLetter(Refused):
    """The text cannot be sent."""


def write(event: Event, text: str, *, by: User) -> None:
    """Send the text to the event's owner, with the writer's address; five an hour. Raises Refused.

    Answers go to it where it is known to be the writer's: else anybody could make owners write to somebody else.
    """
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise NoLetter(
            _("A letter to the organisers has 1 to %(longest)s characters.") % {"longest": LONGEST}, pointer="/email"
        )
    owner = _owner(event)
    if owner is None:
        raise Unknown(_("This event has no owner to write to."))
    limits.spend("contact-organizer", str(by.pk), limit=PER_HOUR, within=timedelta(hours=1))
    # What language the writer reads says nothing of the owner's.
    language = languages.of(owner.user, otherwise=languages.ENGLISH)
    letter = partial(letters.question, event, words, by=by)
    posting.write(owner.user.email, letter, language=language, reply_to=by.email if by.is_verified else "")


def is_reachable(event: Event) -> bool:
    """Whether there is somebody who would read it."""
    return _owner(event) is not None


def _owner(event: Event) -> EventRole | None:
    return EventRole.objects.filter(event=event, role=EventRole.Name.OWNER).select_related("user").first()
