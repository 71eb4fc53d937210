"""Sessions. /v1/sessions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from rest_framework import serializers as rest

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Instant, Serializer, Text
from openevent.api.jsonapi.relations import Reverse, Through, ToOne
from openevent.api.jsonapi.resource import Facts, NotAllowed, Resource
from openevent.events.access import Asker
from openevent.events.policy import Act, aloud
from openevent.holders import advising
from openevent.lib.errors import Forbidden
from openevent.program import access, amending, calling, conflicts, editing, removing, submitting
from openevent.program.models import Session, SessionSpeaker


def of_asker(asker: Asker) -> Q:
    """The asker's own rows."""
    return Q(user=asker.pk)


class Mean(rest.FloatField):
    """The mean of the team's ratings, to two places; 0 where there is none."""

    def to_representation(self, value: Any) -> float:  # type: ignore[override]  # the stubs take numbers for texts
        """As it is read."""
        return round(float(value), 2)


class SessionSerializer(Serializer[Session]):
    """A session's members; `send-email` goes with a change of state, `call-hash` opens a private call for speakers."""

    send_email = rest.BooleanField(
        write_only=True, required=False, allow_null=True, help_text="Tell the speakers of the new state by letter."
    )
    call_hash = Text(write_only=True, required=False, allow_blank=True, help_text="The word of a private call.")
    last_modified_at = Instant(source="revised_at", read_only=True)
    average_rating = Mean(read_only=True)

    class Meta:
        model = Session
        resource_name = "session"
        fields = [
            *("title", "subtitle", "language", "level", "short_abstract", "long_abstract", "comments"),
            *("starts_at", "ends_at", "state", "is_locked", "is_mail_sent", "send_email", "call_hash", "submitted_at"),
            *("slides_url", "video_url", "audio_url", "signup_url", "stream_url", "website", "twitter", "facebook"),
            *("github", "linkedin", "instagram", "gitlab", "mastodon", "slides", "complex_field_values"),
            *("average_rating", "rating_count", "favourite_count", "created_at", "last_modified_at", "deleted_at"),
        ]
        read_only_fields = [
            *("is_mail_sent", "submitted_at", "rating_count", "favourite_count", "created_at", "deleted_at"),
        ]
        private = ["comments", "complex_field_values", "is_mail_sent"]
        reviews = ["average_rating", "rating_count"]
        says = {
            "state": "GET /v1/sessions/states tells who may move it from where to where.",
            "starts_at": "Within the event; set by coorganizers and up.",
            "ends_at": "After starts-at; set by coorganizers and up.",
            "is_locked": "Then only organizers and the owner change it.",
            "comments": "For the team and its own people.",
            "slides": "A list of objects with “name” and “link”.",
            "complex_field_values": "A flat object of at most 30 texts, numbers, truth values.",
            "average_rating": "Of the team’s feedback.",
        }


class Sessions(Resource):
    """What the programme is made of."""

    type, path, noun = "session", "sessions", "session"
    serializer, reach = SessionSerializer, access.SESSION
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "track": ToOne(resource="track", column="track", settable=True),
        "session-type": ToOne(resource="session-type", column="session_type", settable=True),
        "microlocation": ToOne(resource="microlocation", column="microlocation", settable=True),
        "creator": ToOne(resource="user", column="creator"),
        "speakers": Through(
            resource="speaker", links=SessionSpeaker.objects.all, here="session", there="speaker", settable=True
        ),
        "feedbacks": Reverse(resource="feedback", column="session", many=True),
        "favourites": Reverse(
            resource="user-favourite-session",
            column="session",
            many=True,
            at="user-favourite-sessions",
            linked_at="favourite-sessions",
        ),
        "favourite": Reverse(resource="user-favourite-session", column="session", only=of_asker),
    }
    elsewhere = frozenset({"exhibitors", "speaker-invites"})

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Whoever sees an event that takes sessions proposes one, or was told the word of its call."""
        calling.check_enabled(facts["event"])
        return access.may_submit(asker, facts["event"], facts.get("call_hash"))

    def may_edit(self, asker: Asker, row: Session) -> bool:
        """Locked sessions are for organizers, and who else might edit them is told so."""
        allowed = access.may_edit(asker, row)
        if not allowed and row.is_locked and access.side_of(asker, row) is not None:
            raise Forbidden("This session is locked: only organizers change it.")
        return allowed

    def may_put_in(self, asker: Asker, row: Session, name: str) -> bool:
        """Into a track also who keeps the tracks."""
        return self.may_edit(asker, row) or (name == "track" and access.may_file(asker, row))

    def may_delete(self, asker: Asker, row: Session) -> bool:
        """As editing."""
        return access.may_delete(asker, row)

    def addable(self, asker: Asker, said: Mapping[str, Any]) -> Q:
        """Also drafts that call for speakers now."""
        return access.proposable(asker, said.get("call_hash"))

    def create(self, facts: Facts, *, by: Any) -> Session:
        """A proposal, or what the team puts into the programme at once."""
        event = facts.pop("event")
        return submitting.propose(event, by=by, is_team=access.may_edit_programme(by, event), **facts)

    def change(self, row: Session, facts: Facts, *, by: User) -> Session:
        """New words, another state, another slot."""
        facts.pop("call_hash", None)
        side = access.side_of(by, row)
        if side is None and facts.keys() == {"track"} and access.may_file(by, row):
            return editing.change(row, by=by, **facts)
        if side is None:
            raise NotAllowed(aloud(self.type, Act.EDIT))
        may_lock, is_author = access.may_lock(by, row), access.is_author(by, row)
        return amending.amend(row, by=by, side=side, may_lock=may_lock, is_author=is_author, **facts)

    def erase(self, row: Session, *, by: User) -> None:
        """Take it away for good; whoever's calendar has it is told before, while that is known."""
        if row.deleted_at is None:
            self.delete(row, by=by)
            row.refresh_from_db()
        advising.tell_of_end(row, timezone.now())
        super().erase(row, by=by)

    def delete(self, row: Session, *, by: User) -> None:
        """Out of the programme."""
        removing.delete(row, by=by)

    def restore(self, row: Session, *, by: User) -> Session:
        """Back in it."""
        return removing.restore(row, by=by)

    def meta(self, row: Session, asker: Asker) -> dict[str, Any]:
        """What now overlaps, for those who schedule."""
        if not access.may_edit_programme(asker, row.event):
            return {}
        return {"conflicts": [one.shown() for one in conflicts.of_session(row)]}


SESSIONS = Sessions()
