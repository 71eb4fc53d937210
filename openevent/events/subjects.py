"""What an event is and what it is about: its type, its topic and its sub-topic."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.events.subject_names import called
from openevent.lib.errors import Refused


class WrongSubject(Refused):
    """The site's list does not have it, or not there."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/relationships/{member.replace('_', '-')}")


def settle(event: Event, said: Collection[str], new: Collection[str]) -> set[str]:
    """Check what was said of the event, of which some is new; returns what changes with it. Raises WrongSubject.

    With a new topic goes the sub-topic of the former one, unless another was said, and comes its picture, where the
    event has none. Saves nothing.
    """
    for member in {"event_type", "event_topic"}.intersection(new):
        row = getattr(event, member)
        if row is not None and row.deleted_at is not None:
            raise WrongSubject(member, _("There is no such %(kind)s any more.") % {"kind": member.replace("_", " ")})
    return _sub_topic(event, said) | _picture(event, new)


def _sub_topic(event: Event, said: Collection[str]) -> set[str]:
    part = event.event_sub_topic
    if part is None or part.event_topic_id == event.event_topic_id:
        return set()
    if "event_sub_topic" in said:
        raise WrongSubject(
            "event_sub_topic", _("“%(name)s” is no part of the event's topic.") % {"name": called(part.name)}
        )
    event.event_sub_topic = None
    return {"event_sub_topic"}


def _picture(event: Event, new: Collection[str]) -> set[str]:
    if "event_topic" not in new or event.event_topic is None or event.original_image_url:
        return set()
    event.original_image_url = event.event_topic.system_image_url
    return {"original_image_url"} if event.original_image_url else set()
