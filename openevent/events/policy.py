"""Who may do what: one table, resource by act, with the hats that open each cell.

Deny by default: a resource or an act that is not here is nobody's. Staff pass every cell but those of super admins
alone. `events.access` and `program.access` answer by it, for lists, details, relationships, inclusion, filters,
exports, feeds and pages alike; docs/access.md shows it, and a test holds both against every route.
"""

from collections.abc import Mapping
from enum import StrEnum


class Hat(StrEnum):
    """What somebody can be to a row."""

    EVERYONE = "everyone"  # with an account or without
    SIGNED_IN = "signed in"  # any account that may be used
    VERIFIED = "verified"  # an account with a proven address
    OWN = "own"  # the row is about the asker, or by the asker: a speaker's session, a writer's feedback
    BUYER = "buyer"  # the asker ordered it, where others own a part of it
    COLLEAGUE = "colleague"  # the row is a person with whom the asker runs an event
    OWNER = "owner"  # from here on: a role in the event of the row
    ORGANIZER = "organizer"
    COORGANIZER = "coorganizer"
    TRACK_ORGANIZER = "track_organizer"
    REGISTRAR = "registrar"
    MODERATOR = "moderator"
    STAFF = "staff"  # of the site
    SUPER_ADMIN = "super admin"


class Act(StrEnum):
    """What somebody can do with a row."""

    SEE = "see"  # a public row of a published event
    SEE_HIDDEN = "see hidden"  # any other living row: of a draft, not accepted, not listed
    SEE_PRIVATE = "see private"  # the members that the public view leaves out
    SEE_REVIEWS = "see reviews"  # what the team thinks of a proposal
    CREATE = "create"
    EDIT = "edit"
    EDIT_LOCKED = "edit locked"
    FILE = "file"  # put into a track
    DELETE = "delete"
    RESTORE = "restore"  # and to see what was deleted
    ERASE = "erase"  # delete for good
    FORGET = "forget"  # erase what is personal, and keep what books need
    LIST = "list"  # the list over all events
    PUBLISH = "publish"
    EXPORT = "export"
    FOLLOW = "follow"  # the log of changes, the conflicts
    APPOINT = "appoint"  # invite to roles, change and take them
    HAND_OVER = "hand over"  # invite another owner
    CHECK_IN = "check in"  # let holders of tickets in and out
    REFUND = "refund"  # give money back, or confirm that it came


Hats = frozenset[Hat]

NOBODY: Hats = frozenset()
EVERYONE: Hats = frozenset({Hat.EVERYONE})
SIGNED_IN: Hats = frozenset({Hat.SIGNED_IN})
VERIFIED: Hats = frozenset({Hat.VERIFIED})
OWN: Hats = frozenset({Hat.OWN})
BUYERS: Hats = frozenset({Hat.BUYER})
COLLEAGUES: Hats = frozenset({Hat.COLLEAGUE})
STAFF: Hats = frozenset({Hat.STAFF})
OWNERS: Hats = frozenset({Hat.OWNER})
ORGANIZERS = OWNERS | {Hat.ORGANIZER}
COORGANIZERS = ORGANIZERS | {Hat.COORGANIZER}
TRACK_ORGANIZERS = COORGANIZERS | {Hat.TRACK_ORGANIZER}
REGISTRARS = COORGANIZERS | {Hat.REGISTRAR}
ROLES = REGISTRARS | TRACK_ORGANIZERS | {Hat.MODERATOR}


def _part(keepers: Hats) -> dict[Act, Hats]:
    """A part of an event that everyone sees with it, and these keep."""
    return {
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: keepers,
        Act.SEE_PRIVATE: keepers,
        Act.CREATE: keepers,
        Act.EDIT: keepers,
        Act.DELETE: keepers,
        Act.RESTORE: keepers,
        Act.ERASE: STAFF,
    }


def _kept(keepers: Hats) -> dict[Act, Hats]:
    """A part of an event that its keepers alone see, and who made it."""
    return _part(keepers) | {Act.SEE: NOBODY, Act.SEE_HIDDEN: OWN | keepers}


def _catalogue() -> dict[Act, Hats]:
    """What the site's staff keeps for all events."""
    return {
        Act.LIST: EVERYONE,
        Act.SEE: EVERYONE,
        Act.CREATE: STAFF,
        Act.EDIT: STAFF,
        Act.DELETE: STAFF,
        Act.RESTORE: STAFF,
        Act.ERASE: STAFF,
    }


TABLE: Mapping[str, Mapping[Act, Hats]] = {
    "event": {
        Act.LIST: EVERYONE,
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: COORGANIZERS,
        Act.SEE_PRIVATE: COORGANIZERS,
        Act.CREATE: VERIFIED,
        Act.EDIT: COORGANIZERS,
        Act.DELETE: COORGANIZERS,
        Act.RESTORE: COORGANIZERS,
        Act.ERASE: STAFF,
        Act.PUBLISH: COORGANIZERS,
        Act.EXPORT: COORGANIZERS,
        Act.FOLLOW: COORGANIZERS,
        Act.APPOINT: ORGANIZERS,
        Act.HAND_OVER: OWNERS,
    },
    "event-statistics-general": {Act.SEE_HIDDEN: COORGANIZERS},
    "track": _part(TRACK_ORGANIZERS),
    "microlocation": _part(COORGANIZERS),
    "session-type": _part(COORGANIZERS),
    "sponsor": _part(COORGANIZERS),
    "social-link": _part(COORGANIZERS),
    "faq": _part(COORGANIZERS),
    "faq-type": _part(COORGANIZERS),
    "event-copyright": _part(COORGANIZERS),
    "speakers-call": _part(COORGANIZERS),
    "tax": _part(COORGANIZERS),
    "ticket": _part(COORGANIZERS) | {Act.SEE_HIDDEN: OWN | REGISTRARS},
    "ticket-tag": _part(COORGANIZERS),
    "custom-form": _part(COORGANIZERS),
    "discount-code": _kept(COORGANIZERS),
    "access-code": _kept(COORGANIZERS),
    "order": {
        Act.LIST: STAFF,
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.SEE_PRIVATE: BUYERS | COORGANIZERS,  # who only holds a ticket of it sees that it is there
        Act.CREATE: REGISTRARS,  # at the door; whoever buys does it with create-order
        Act.EDIT: BUYERS | COORGANIZERS,
        Act.REFUND: COORGANIZERS,
    },
    "payment": {Act.SEE_HIDDEN: OWN | COORGANIZERS},
    "refund": {Act.SEE_HIDDEN: OWN | COORGANIZERS},
    "order-invoice": {Act.SEE_HIDDEN: OWN | COORGANIZERS},
    "stripe-authorization": {
        Act.SEE_HIDDEN: ORGANIZERS,
        Act.CREATE: ORGANIZERS,
        Act.EDIT: ORGANIZERS,
        Act.DELETE: ORGANIZERS,
    },
    "attendee": {
        Act.SEE_HIDDEN: OWN | REGISTRARS,
        Act.SEE_PRIVATE: REGISTRARS,
        Act.EDIT: OWN | COORGANIZERS,
        Act.CHECK_IN: REGISTRARS,
    },
    "waiting-list-entry": {
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.CREATE: VERIFIED,  # letters go there
        Act.DELETE: OWN,
    },
    "check-in": {Act.SEE_HIDDEN: REGISTRARS, Act.CREATE: REGISTRARS},
    "order-statistics-event": {Act.SEE_HIDDEN: COORGANIZERS},
    "order-statistics-ticket": {Act.SEE_HIDDEN: COORGANIZERS},
    "session": {
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.SEE_PRIVATE: OWN | COORGANIZERS,
        Act.SEE_REVIEWS: COORGANIZERS,
        Act.CREATE: SIGNED_IN | COORGANIZERS,
        Act.EDIT: OWN | COORGANIZERS,
        Act.EDIT_LOCKED: ORGANIZERS,
        Act.FILE: TRACK_ORGANIZERS,
        Act.DELETE: OWN | COORGANIZERS,
        Act.RESTORE: COORGANIZERS,
        Act.ERASE: STAFF,
    },
    "speaker": {
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.SEE_PRIVATE: OWN | COORGANIZERS,
        Act.CREATE: SIGNED_IN | COORGANIZERS,
        Act.EDIT: OWN | COORGANIZERS,
        Act.DELETE: OWN | COORGANIZERS,
        Act.RESTORE: COORGANIZERS,
        Act.ERASE: STAFF,
    },
    "feedback": {
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.CREATE: SIGNED_IN,
        Act.EDIT: OWN,
        Act.DELETE: OWN,
        Act.RESTORE: STAFF,
        Act.ERASE: STAFF,
    },
    "user-favourite-event": {
        Act.LIST: STAFF,
        Act.SEE_HIDDEN: OWN,
        Act.CREATE: SIGNED_IN,
        Act.DELETE: OWN,
    },
    "user-favourite-session": {
        Act.LIST: STAFF,
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.CREATE: SIGNED_IN,
        Act.DELETE: OWN | COORGANIZERS,
    },
    "feed-token": {
        Act.LIST: SIGNED_IN,  # one's own
        Act.SEE_HIDDEN: OWN,
        Act.CREATE: SIGNED_IN,
        Act.EDIT: OWN,
        Act.DELETE: OWN,
    },
    "users-events-roles": {
        Act.SEE_HIDDEN: OWN | COORGANIZERS,
        Act.EDIT: ORGANIZERS,
        Act.DELETE: OWN | COORGANIZERS,  # organizers are dismissed by organizers
    },
    "role-invite": {
        Act.SEE_HIDDEN: COORGANIZERS,
        Act.CREATE: ORGANIZERS,
        Act.EDIT: COORGANIZERS,  # nothing of it but that it is sent again
        Act.DELETE: ORGANIZERS,
    },
    "role": _catalogue(),
    "event-type": _catalogue(),
    "event-topic": _catalogue(),
    "event-sub-topic": _catalogue(),
    "event-location": _catalogue(),
    "user": {
        Act.LIST: STAFF,
        Act.SEE: EVERYONE,
        Act.SEE_HIDDEN: OWN | COLLEAGUES,
        Act.SEE_PRIVATE: OWN,
        Act.CREATE: EVERYONE,
        Act.EDIT: OWN,
        Act.DELETE: OWN,
        Act.RESTORE: STAFF,
        Act.ERASE: STAFF,
        Act.EXPORT: OWN,
        Act.FORGET: OWN,
    },
}


def hats_for(resource: str, act: Act) -> Hats:
    """The hats that open this cell; none for a cell that is not in the table."""
    return TABLE.get(resource, {}).get(act, NOBODY)


# How a cell of the table reads, from the hats that open it.
ROLES_ALOUD = {
    OWNERS: "the owner of the event",
    ORGANIZERS: "organizers and the owner of the event",
    COORGANIZERS: "coorganizers, organizers and the owner of the event",
    REGISTRARS: "registrars, coorganizers, organizers and the owner of the event",
    TRACK_ORGANIZERS: "track organizers, coorganizers, organizers and the owner of the event",
}
HATS_ALOUD = {
    Hat.SIGNED_IN: "who is signed in",
    Hat.VERIFIED: "who has a verified address",
    Hat.OWN: "whose it is",
    Hat.STAFF: "the staff of this site",
    Hat.SUPER_ADMIN: "super admins of this site",
}


def aloud(resource: str, act: Act) -> str:
    """Who may do this, as a sentence for who may not."""
    hats = hats_for(resource, act)
    who = [words for hat, words in HATS_ALOUD.items() if hat in hats]
    who += [words for roles, words in ROLES_ALOUD.items() if roles == hats & ROLES]
    return f"Only {', and '.join(who)} may do this." if who else "Nobody may do this."
