"""Accounts. /v1/users."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from rest_framework import serializers as rest
from rest_framework.request import Request

from openevent.accounts import access as accounts
from openevent.accounts import joining, quotas, staffing
from openevent.accounts.clients import client
from openevent.accounts.models import User
from openevent.accounts.staffing import StaffOnly
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Found, Relation, Reverse, Rows, Through
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.resources.attending import Attending
from openevent.api.resources.event import holders
from openevent.events import access, leaving
from openevent.events.access import Asker
from openevent.events.models import EventRole, FavouriteEvent
from openevent.lib.errors import Forbidden, Refused, Unknown
from openevent.program import access as program
from openevent.program.models import FavouriteSession, SessionSpeaker

STAFFED = frozenset({"is_verified", "is_admin", "is_blocked", "is_marketer", "is_sales_admin"})
ANY_ROLE = ("owner", "organizer", "coorganizer", "track_organizer", "registrar", "moderator")


class NotProvenYet(Refused):
    """Whoever registers does not say that the address is theirs."""


def run(*roles: str) -> Through:
    """The relationship with the events in which the user has one of these roles."""
    return Through(resource="event", links=partial(holders, *roles), here="user", there="event")


def favourite_events() -> QuerySet[FavouriteEvent]:
    """Which user likes which event."""
    return FavouriteEvent.objects.order_by("pk")


def favourite_sessions() -> QuerySet[FavouriteSession]:
    """Which user likes which session."""
    return FavouriteSession.objects.order_by("pk")


@dataclass(frozen=True, kw_only=True)
class SessionsOf(Relation):
    """The sessions that a user proposed, or speaks in."""

    many: bool = True

    def of(self, parent: Any, related: Rows) -> Rows:
        """Both kinds, each session once."""
        speaking = SessionSpeaker.objects.filter(speaker__user=parent.pk, speaker__deleted_at=None)
        return related.filter(Q(creator=parent.pk) | Q(pk__in=speaking.values("session_id")))

    def matching(self, related: Rows) -> Q:
        """Users who proposed one of the sessions, or speak in one."""
        speaking = SessionSpeaker.objects.filter(session__in=related.values("pk"), speaker__deleted_at=None)
        return Q(pk__in=related.values("creator_id")) | Q(pk__in=speaking.values("speaker__user_id"))

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """Two statements for all."""
        found: Found = {parent.pk: [] for parent in parents}
        links = set(
            SessionSpeaker.objects.filter(speaker__user__in=list(found), speaker__deleted_at=None).values_list(
                "speaker__user_id", "session_id"
            )
        )
        wanted = related.filter(Q(creator__in=list(found)) | Q(pk__in={session for _, session in links}))
        for row in wanted:
            for user in found:
                if row.creator_id == user or (user, row.pk) in links:
                    found[user].append(row)
        return found


class UserSerializer(Serializer[User]):
    """An account's members; the public view has a name and pictures."""

    password = rest.CharField(write_only=True, trim_whitespace=False, help_text="At least 8 characters.")
    is_user_owner = rest.BooleanField(read_only=True)
    is_user_organizer = rest.BooleanField(read_only=True)
    is_user_coorganizer = rest.BooleanField(read_only=True)
    is_user_track_organizer = rest.BooleanField(read_only=True)
    is_user_registrar = rest.BooleanField(read_only=True)
    is_user_moderator = rest.BooleanField(read_only=True)

    class Meta:
        model = User
        resource_name = "user"
        fields = [
            *("email", "password", "first_name", "last_name", "public_name", "is_profile_public"),
            *("was_registered_with_order", "avatar_url", "original_image_url", "thumbnail_image_url"),
            *("small_image_url", "icon_image_url", "details", "contact", "company", "language_prefrence"),
            *("facebook_url", "twitter_url", "instagram_url", "google_plus_url", "billing_contact_name"),
            *("billing_phone", "billing_state", "billing_country", "billing_tax_info", "billing_address"),
            *("billing_city", "billing_zip_code", "billing_additional_info", "is_verified", "is_admin"),
            *("is_super_admin", "is_sales_admin", "is_marketer", "is_blocked", "is_user_owner", "is_user_organizer"),
            *("is_user_coorganizer", "is_user_track_organizer", "is_user_registrar", "is_user_moderator"),
            *("last_accessed_at", "created_at", "deleted_at"),
        ]
        read_only_fields = [
            *("was_registered_with_order", "original_image_url", "thumbnail_image_url", "small_image_url"),
            *("icon_image_url", "is_super_admin", "last_accessed_at", "created_at", "deleted_at"),
        ]
        private = [
            *("email", "details", "contact", "company", "language_prefrence", "facebook_url", "twitter_url"),
            *("instagram_url", "google_plus_url", "billing_contact_name", "billing_phone", "billing_state"),
            *("billing_country", "billing_tax_info", "billing_address", "billing_city", "billing_zip_code"),
            *("billing_additional_info", "is_verified", "is_admin", "is_super_admin", "is_sales_admin"),
            *("is_marketer", "is_blocked", "is_user_owner", "is_user_organizer", "is_user_coorganizer"),
            *("is_user_track_organizer", "is_user_registrar", "is_user_moderator", "last_accessed_at"),
            *("created_at", "deleted_at"),
        ]


class Users(Resource):
    """People with an account; each sees and changes only their own, staff all."""

    type, path, noun = "user", "users", "user"
    serializer, reach = UserSerializer, program.USER
    collection = frozenset({"GET", "POST"})
    private = frozenset(
        {
            *("sessions", "speakers", "feedbacks", "events", "owner-events", "organizer-events", "coorganizer-events"),
            *("track-organizer-events", "registrar-events", "moderator-events", "marketer-events"),
            *("sales-admin-events", "users-events-roles", "favourite-events", "favourite-sessions"),
            *("user-favourite-events", "user-favourite-sessions", "feed-tokens", "orders", "attendees"),
            *("discount-codes", "access-codes", "waiting-list-entries"),
        }
    )
    relations = {
        "sessions": SessionsOf(resource="session"),
        "speakers": Reverse(resource="speaker", column="user", many=True),
        "feedbacks": Reverse(resource="feedback", column="user", many=True),
        "events": run(*ANY_ROLE),
        "owner-events": run("owner"),
        "organizer-events": run("organizer"),
        "coorganizer-events": run("coorganizer"),
        "track-organizer-events": run("track_organizer"),
        "registrar-events": run("registrar"),
        "moderator-events": run("moderator"),
        # Of the two roles of a site's sales there are none in events: whoever asks is told so.
        "marketer-events": run("marketer"),
        "sales-admin-events": run("sales_admin"),
        "users-events-roles": Reverse(resource="users-events-roles", column="user", many=True),
        "favourite-events": Through(resource="event", links=favourite_events, here="user", there="event"),
        "favourite-sessions": Through(resource="session", links=favourite_sessions, here="user", there="session"),
        "user-favourite-events": Reverse(resource="user-favourite-event", column="user", many=True),
        "feed-tokens": Reverse(resource="feed-token", column="user", many=True),
        "orders": Reverse(resource="order", column="user", many=True),
        "attendees": Attending(resource="attendee", many=True),
        "waiting-list-entries": Reverse(resource="waiting-list-entry", column="user", many=True),
        "discount-codes": Reverse(resource="discount-code", column="marketer", many=True),
        "access-codes": Reverse(resource="access-code", column="marketer", many=True),
        "user-favourite-sessions": Reverse(resource="user-favourite-session", column="user", many=True),
    }
    elsewhere = frozenset(
        {
            *("notifications", "followed-groups", "event-invoices", "email-notifications", "alternate-emails"),
            *("groups",),
        }
    )

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with what it is in any event."""
        held = EventRole.objects.filter(user=OuterRef("pk"))
        known: QuerySet[Any] = rows.annotate(**{f"is_user_{role}": Exists(held.filter(role=role)) for role in ANY_ROLE})
        return known

    def find(self, key: str, asker: Asker, *, trashed: bool = False) -> User:
        """One's own account, or for staff any: the public view of others is for inclusion alone."""
        found: User = super().find(key, asker, trashed=trashed)
        if found.pk != asker.pk and not access.is_staff(asker):
            raise Unknown("There is no such user.")
        return found

    def admit(self, request: Request) -> None:
        """From one network address only so many accounts are made in an hour."""
        quotas.registration(client=client(request.META))

    def admit_change(self, asker: User, row: User, facts: Facts) -> None:
        """An account moves to another address only so often: it posts letters, and tells which addresses are taken."""
        email = facts.get("email", row.email)
        if email.strip().lower() != row.email:
            quotas.change_of_address(asker)

    def create(self, facts: Facts, *, by: Asker) -> User:
        """A new account, and a letter that asks for a proof of its address."""
        flags = self.flags(facts, by, User())
        made = joining.register(facts.pop("email"), facts.pop("password", ""), **facts)
        return staffing.set_flags(made, by=by, **flags) if flags and isinstance(by, User) else made

    def change(self, row: User, facts: Facts, *, by: User) -> User:
        """A changed profile; the password is changed at an address of its own."""
        if "password" in facts:
            raise Forbidden(
                "A password is changed with POST /v1/auth/change-password, which asks for the old one.",
                pointer="/data/attributes/password",
            )
        flags = self.flags(facts, by, row)
        email = facts.pop("email", row.email)
        if facts:
            joining.change_profile(row, by=by, **facts)
        if email.strip().lower() != row.email:
            joining.change_email(row, email, by=by)
        return staffing.set_flags(row, by=by, **flags) if flags else row

    def flags(self, facts: Facts, by: Asker, row: User) -> Facts:
        """What only staff says of an account, taken out of the facts; raises StaffOnly for others who say it anew."""
        said = {name: facts.pop(name) for name in STAFFED & facts.keys()}
        new = {name for name, value in said.items() if value != getattr(row, name)}
        if new and not access.is_staff(by):
            name = min(new).replace("_", "-")
            pointer = f"/data/attributes/{name}"
            if row._state.adding and name == "is-verified":
                raise NotProvenYet("A new account proves its address with the letter that it gets.", pointer=pointer)
            raise StaffOnly(f"Only the staff of this site sets “{name}”.", pointer=pointer)
        return said if access.is_staff(by) else {}

    def delete(self, row: User, *, by: User) -> None:
        """The account closed, unless an event hangs on it."""
        leaving.delete_account(row, by=by)

    def erase(self, row: User, *, by: User) -> None:
        """The account and its traces gone; a super admin's by super admins."""
        accounts.check_may_change(by, row)
        super().erase(row, by=by)

    def restore(self, row: User, *, by: User) -> User:
        """The account opened again."""
        return joining.restore(row, by=by)


USERS = Users()
