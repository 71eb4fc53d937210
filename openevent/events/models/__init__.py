"""The tables of events."""

from openevent.events.models.change import Change
from openevent.events.models.event import Event
from openevent.events.models.event_copyright import EventCopyright
from openevent.events.models.event_location import EventLocation
from openevent.events.models.event_role import EventRole
from openevent.events.models.event_sub_topic import EventSubTopic
from openevent.events.models.event_topic import EventTopic
from openevent.events.models.event_type import EventType
from openevent.events.models.faq import Faq
from openevent.events.models.faq_type import FaqType
from openevent.events.models.favourite_event import FavouriteEvent
from openevent.events.models.feed_token import FeedToken
from openevent.events.models.poll import Poll
from openevent.events.models.role import Role
from openevent.events.models.role_invite import RoleInvite
from openevent.events.models.social_link import SocialLink
from openevent.events.models.sponsor import Sponsor

__all__ = [
    "Change",
    "Event",
    "EventCopyright",
    "EventLocation",
    "EventRole",
    "EventSubTopic",
    "EventTopic",
    "EventType",
    "Faq",
    "FaqType",
    "FavouriteEvent",
    "FeedToken",
    "Poll",
    "Role",
    "RoleInvite",
    "SocialLink",
    "Sponsor",
]
