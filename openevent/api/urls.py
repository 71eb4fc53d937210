"""All addresses of the API, and the list of its resources. What is not a resource comes first."""

from django.urls import URLPattern, URLResolver

from openevent.api.jsonapi.routing import routes
from openevent.api.resources import (
    buying,
    calendar_check,
    change,
    codes,
    conflict,
    contact,
    door,
    event_import,
    export,
    health,
    mailbox,
    openapi,
    order_letters,
    paper,
    passwords,
    paying,
    personal_data,
    programme,
    root,
    search,
    signing_in,
    table_export,
    task,
    upcoming,
    upload,
)
from openevent.api.resources.access_code import ACCESS_CODES
from openevent.api.resources.attendee import ATTENDEES
from openevent.api.resources.check_in import CHECK_INS
from openevent.api.resources.check_in import urlpatterns as scans
from openevent.api.resources.custom_form import CustomForms
from openevent.api.resources.discount_code import DISCOUNT_CODES
from openevent.api.resources.event import EVENTS
from openevent.api.resources.event_copyright import EventCopyrights
from openevent.api.resources.event_location import EventLocations
from openevent.api.resources.event_sub_topic import EventSubTopics
from openevent.api.resources.event_topic import EventTopics
from openevent.api.resources.event_type import EventTypes
from openevent.api.resources.faq import Faqs
from openevent.api.resources.faq_type import FaqTypes
from openevent.api.resources.feed_token import FEED_TOKENS
from openevent.api.resources.feed_token import urlpatterns as tokens
from openevent.api.resources.feedback import Feedbacks
from openevent.api.resources.general_statistics import GeneralStatistics
from openevent.api.resources.microlocation import Microlocations
from openevent.api.resources.order import ORDERS
from openevent.api.resources.order_invoice import Invoices
from openevent.api.resources.order_statistics import EventStatistics, TicketStatistics
from openevent.api.resources.payment import Payments
from openevent.api.resources.refund import REFUNDS
from openevent.api.resources.refund import urlpatterns as refunds
from openevent.api.resources.role import Roles
from openevent.api.resources.role_invite import INVITES
from openevent.api.resources.role_invite import urlpatterns as invitations
from openevent.api.resources.session import SESSIONS
from openevent.api.resources.session_type import SessionTypes
from openevent.api.resources.social_link import SocialLinks
from openevent.api.resources.speaker import Speakers
from openevent.api.resources.speakers_call import SpeakersCalls
from openevent.api.resources.sponsor import Sponsors
from openevent.api.resources.stripe_authorization import StripeAuthorizations
from openevent.api.resources.tax import Taxes
from openevent.api.resources.ticket import Tickets
from openevent.api.resources.ticket_tag import TicketTags
from openevent.api.resources.track import Tracks
from openevent.api.resources.user import USERS
from openevent.api.resources.user_favourite_event import FavouriteEvents
from openevent.api.resources.user_favourite_session import FavouriteSessions
from openevent.api.resources.users_events_roles import EventRoles
from openevent.api.resources.waiting_list_entry import WAITING_LIST
from openevent.api.resources.waiting_list_entry import urlpatterns as offers

RESOURCES = (
    EVENTS,
    GeneralStatistics(),
    Tracks(),
    Microlocations(),
    SessionTypes(),
    SESSIONS,
    Speakers(),
    SpeakersCalls(),
    Sponsors(),
    SocialLinks(),
    Faqs(),
    FaqTypes(),
    EventCopyrights(),
    Feedbacks(),
    Tickets(),
    TicketTags(),
    DISCOUNT_CODES,
    ACCESS_CODES,
    Taxes(),
    CustomForms(),
    ORDERS,
    ATTENDEES,
    CHECK_INS,
    WAITING_LIST,
    Payments(),
    REFUNDS,
    Invoices(),
    StripeAuthorizations(),
    EventStatistics(),
    TicketStatistics(),
    FEED_TOKENS,
    FavouriteSessions(),
    FavouriteEvents(),
    EventTypes(),
    EventTopics(),
    EventSubTopics(),
    EventLocations(),
    Roles(),
    INVITES,
    EventRoles(),
    USERS,
)

OTHERS = (
    *root.urlpatterns,
    *signing_in.urlpatterns,
    *passwords.urlpatterns,
    *mailbox.urlpatterns,
    *event_import.urlpatterns,
    *export.urlpatterns,
    *table_export.urlpatterns,
    *task.urlpatterns,
    *health.urlpatterns,
    *upload.urlpatterns,
    *openapi.urlpatterns,
    *upcoming.urlpatterns,
    *search.urlpatterns,
    *change.urlpatterns,
    *conflict.urlpatterns,
    *calendar_check.urlpatterns,
    *contact.urlpatterns,
    *programme.urlpatterns,
    *buying.urlpatterns,
    *codes.urlpatterns,
    *paying.urlpatterns,
    *refunds,
    *order_letters.urlpatterns,
    *personal_data.urlpatterns,
    *paper.urlpatterns,
    *door.urlpatterns,
    *scans,
    *offers,
    *tokens,
    *invitations,
)

urlpatterns: list[URLPattern | URLResolver] = routes(RESOURCES, OTHERS)
