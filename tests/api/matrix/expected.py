"""What the contract says of who may do what: written by hand, and from nothing that the server decides by."""

from enum import StrEnum


class Actor(StrEnum):
    """Who asks."""

    ANONYMOUS = "anonymous"
    STRANGER = "stranger"  # a verified account without any part in the event
    SPEAKER = "speaker"  # gives the session, said the feedback, likes event and session
    OWNER = "owner"
    ORGANIZER = "organizer"
    COORGANIZER = "coorganizer"
    TRACK_ORGANIZER = "track_organizer"
    REGISTRAR = "registrar"
    MODERATOR = "moderator"
    OTHER_OWNER = "other owner"  # of another event
    STAFF = "staff"


class State(StrEnum):
    """Of the event."""

    PUBLISHED = "published"
    DRAFT = "draft"
    DELETED = "deleted"


Actors = frozenset[Actor]
A = Actor

NOBODY: Actors = frozenset()
EVERYONE: Actors = frozenset(Actor)
ACCOUNTS = EVERYONE - {A.ANONYMOUS}
STAFF: Actors = frozenset({A.STAFF})
OR: Actors = frozenset({A.OWNER, A.ORGANIZER, A.STAFF})
CO = OR | {A.COORGANIZER}
TO = CO | {A.TRACK_ORGANIZER}
SPEAKER: Actors = frozenset({A.SPEAKER})
REGISTRAR: Actors = frozenset({A.REGISTRAR})
SP = CO | SPEAKER
SELF = STAFF | SPEAKER
RG = CO | REGISTRAR

# Of what hangs on an event: who sees it once the event is published, and while it is a draft.
SEE: dict[str, tuple[Actors, Actors]] = {
    "event": (EVERYONE, CO),
    "track": (EVERYONE, TO),
    "microlocation": (EVERYONE, CO),
    "session-type": (EVERYONE, CO),
    "sponsor": (EVERYONE, CO),
    "social-link": (EVERYONE, CO),
    "faq": (EVERYONE, CO),
    "faq-type": (EVERYONE, CO),
    "event-copyright": (EVERYONE, CO),
    "speakers-call": (EVERYONE, CO),
    "session": (EVERYONE, SP),
    "speaker": (EVERYONE, SP),
    "feedback": (EVERYONE, SP),
    "user-favourite-event": (SPEAKER, SPEAKER),  # the address is the asker's own
    "user-favourite-session": (SP, SP),
    "event-statistics-general": (CO, CO),
    "ticket": (EVERYONE, RG),
    "ticket-tag": (EVERYONE, CO),
    "tax": (EVERYONE, CO),
    "custom-form": (EVERYONE, CO),
    "discount-code": (CO, CO),
    "access-code": (CO, CO),
    "order": (SP, SP),  # the speaker has ordered tickets
    "attendee": (SP | REGISTRAR, SP | REGISTRAR),
    "check-in": (RG, RG),
    "waiting-list-entry": (SP, SP),  # the speaker waits
    "payment": (SP, SP),
    "refund": (SP, SP),
    "order-invoice": (SP, SP),
    "stripe-authorization": (OR, OR),
    "order-statistics-event": (CO, CO),
    "order-statistics-ticket": (CO, CO),
    "users-events-roles": (CO | REGISTRAR, CO | REGISTRAR),  # the world's row is the registrar's own
    "role-invite": (CO, CO),
}
# Of what hangs on none.
SEE_ANYWHERE: dict[str, Actors] = {
    "role": EVERYONE,
    "event-type": EVERYONE,
    "event-topic": EVERYONE,
    "event-sub-topic": EVERYONE,
    "event-location": EVERYONE,
    "user": SELF,
    "feed-token": SELF,
}
EDIT: dict[str, Actors] = {
    "event": CO,
    "track": TO,
    "microlocation": CO,
    "session-type": CO,
    "sponsor": CO,
    "social-link": CO,
    "faq": CO,
    "faq-type": CO,
    "event-copyright": CO,
    "speakers-call": CO,
    "session": SP,
    "speaker": SP,
    "feedback": SELF,
    "ticket": CO,
    "ticket-tag": CO,
    "tax": CO,
    "custom-form": CO,
    "discount-code": CO,
    "access-code": CO,
    "order": SP,
    "attendee": SP,
    "check-in": NOBODY,
    "waiting-list-entry": NOBODY,
    "payment": NOBODY,
    "refund": NOBODY,
    "order-invoice": NOBODY,
    "stripe-authorization": OR,
    "users-events-roles": OR,
    "role": STAFF,
    "event-type": STAFF,
    "event-topic": STAFF,
    "event-sub-topic": STAFF,
    "event-location": STAFF,
    "user": SELF,
    "feed-token": SELF,
    "user-favourite-event": NOBODY,
    "user-favourite-session": NOBODY,
    "role-invite": CO,  # nothing of it but that it is sent again
}
DELETE: dict[str, Actors] = {
    **EDIT,
    "user-favourite-event": SPEAKER,
    "user-favourite-session": SP,
    "waiting-list-entry": SELF,
    "role-invite": OR,
    "users-events-roles": CO | REGISTRAR,
}
# Who makes one: in a published event, and in a draft.
CREATE: dict[str, tuple[Actors, Actors]] = {
    "event": (ACCOUNTS, ACCOUNTS),
    "track": (TO, TO),
    "microlocation": (CO, CO),
    "session-type": (CO, CO),
    "sponsor": (CO, CO),
    "social-link": (CO, CO),
    "faq": (CO, CO),
    "faq-type": (CO, CO),
    "event-copyright": (CO, CO),
    "speakers-call": (CO, CO),
    "ticket": (CO, CO),
    "ticket-tag": (CO, CO),
    "tax": (CO, CO),
    "custom-form": (CO, CO),
    "discount-code": (CO, CO),
    "access-code": (CO, CO),
    "order": (RG, RG),  # at the door
    "check-in": (RG, RG),
    "waiting-list-entry": (ACCOUNTS, RG),
    "stripe-authorization": (OR, OR),
    "session": (ACCOUNTS, ACCOUNTS),  # the draft's call for speakers is open
    "speaker": (ACCOUNTS, ACCOUNTS),
    "feedback": (ACCOUNTS, CO),
    "user-favourite-event": (ACCOUNTS, CO),
    "user-favourite-session": (ACCOUNTS, SP),
    "role-invite": (OR, OR),
    "role": (STAFF, STAFF),
    "event-type": (STAFF, STAFF),
    "event-topic": (STAFF, STAFF),
    "event-sub-topic": (STAFF, STAFF),
    "event-location": (STAFF, STAFF),
    "user": (EVERYONE, EVERYONE),
    "feed-token": (ACCOUNTS, ACCOUNTS),
}
# Lists over all events.
LIST: dict[str, Actors] = {
    "event": EVERYONE,
    "role": EVERYONE,
    "event-type": EVERYONE,
    "event-topic": EVERYONE,
    "event-location": EVERYONE,
    "user-favourite-event": STAFF,
    "user-favourite-session": STAFF,
    "user": STAFF,
    "order": STAFF,
    "feed-token": ACCOUNTS,  # one's own
}
# Relationships that only these read, beyond seeing the row itself; and lists of an event that are its team's.
PRIVATE_OF_EVENT = frozenset(
    {
        *("roles", "role-invites", "track-organizers", "moderators", "registrars", "general-statistics"),
        *("orders", "attendees", "discount-codes", "access-codes", "order-statistics", "waiting-list-entries"),
        "stripe-authorization",
    }
)
OF_ORGANIZERS = frozenset({"stripe-authorization"})  # a part of an event that is not all of the team's
PRIVATE_OF_TICKET = frozenset({"discount-codes", "access-codes", "attendees", "order-statistics"})


def sees(resource: str, state: State) -> Actors:
    """Who sees the world's row of this resource."""
    if resource in SEE_ANYWHERE:
        return SEE_ANYWHERE[resource]
    published, draft = SEE[resource]
    return {State.PUBLISHED: published, State.DRAFT: draft, State.DELETED: NOBODY}[state]


def reads(resource: str, relation: str, state: State) -> Actors:
    """Who reads a relationship of the world's row of this resource."""
    if resource == "event" and relation in PRIVATE_OF_EVENT:
        return sees(resource, state) & CO
    if resource == "event" and relation == "check-ins":
        return sees(resource, state) & RG
    if resource == "ticket" and relation in PRIVATE_OF_TICKET:
        return sees(resource, state) & CO
    return sees(resource, state)
