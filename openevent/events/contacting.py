"""Writing to who runs an event."""

from datetime import timedelta

from django.utils.translation import gettext as _

from openevent.accounts import limits, posting
from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Refused, Unknown

LONGEST = 5000
PER_HOUR = 5


class NoLetter(Refused):
    """The text cannot be sent."""


def write(event: Event, text: str, *, by: User) -> None:
    """Send the text to the event's owner, with the writer's address to answer to; five an hour. Raises Refused."""
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise NoLetter(
            _("A letter to the organisers has 1 to %(longest)s characters.") % {"longest": LONGEST}, pointer="/email"
        )
    owner = EventRole.objects.filter(event=event, role=EventRole.Name.OWNER).select_related("user").first()
    if owner is None:
        raise Unknown(_("This event has no owner to write to."))
    limits.spend("contact-organizer", str(by.pk), limit=PER_HOUR, within=timedelta(hours=1))
    posting.post(
        owner.user.email,
        subject=f"A question about {event.name}",
        text=f"{by.email} writes about {event.name}:\n\n{words}\n\nAnswer to {by.email}.\n",
    )
