"""Speakers. /v1/speakers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer, Text
from openevent.api.jsonapi.relations import Through, ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.events import access as events
from openevent.events.access import Asker
from openevent.program import access, calling, conflicts, speaking
from openevent.program.models import SessionSpeaker, Speaker


class SpeakerSerializer(Serializer[Speaker]):
    """A speaker's members; how to reach a speaker is for the team and the speaker.

    `call-hash` opens a private call for speakers.
    """

    call_hash = Text(write_only=True, required=False, allow_blank=True, help_text="The word of a private call.")

    class Meta:
        model = Speaker
        resource_name = "speaker"
        fields = [
            *("name", "email", "is_email_overridden", "photo_url", "thumbnail_image_url", "small_image_url"),
            *("icon_image_url", "short_biography", "long_biography", "speaking_experience", "sponsorship_required"),
            *("organisation", "position", "country", "city", "address", "mobile", "heard_from", "website", "twitter"),
            *("facebook", "github", "mastodon", "linkedin", "instagram", "gender", "is_featured", "order"),
            *("complex_field_values", "speaker_positions", "call_hash", "deleted_at"),
        ]
        read_only_fields = ["thumbnail_image_url", "small_image_url", "icon_image_url", "deleted_at"]
        says = {
            "email": "Once in an event; below the team always the account’s own.",
            "is_email_overridden": "Then there is no address; set by organizers.",
            "order": "In which place the speaker is listed.",
            "is_featured": "Set by coorganizers and up.",
            "photo_url": "One that was uploaded here has its other sizes beside it.",
        }
        private = [
            *("email", "is_email_overridden", "speaking_experience", "sponsorship_required", "address", "mobile"),
            *("heard_from", "gender", "complex_field_values"),
        ]


class Speakers(Resource):
    """People as presented at one event."""

    type, path, noun = "speaker", "speakers", "speaker"
    serializer, reach = SpeakerSerializer, access.SPEAKER
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "user": ToOne(resource="user", column="user"),
        "sessions": Through(
            resource="session",
            links=SessionSpeaker.objects.all,
            here="speaker",
            there="session",
            settable=True,
            held_by="session",
        ),
    }

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Whoever sees an event that takes sessions presents themselves, or was told the word of its call."""
        calling.check_enabled(facts["event"])
        return access.may_submit(asker, facts["event"], facts.get("call_hash"))

    def addable(self, asker: Asker, said: Mapping[str, Any]) -> Q:
        """Also drafts that call for speakers now."""
        return access.proposable(asker, said.get("call_hash"))

    def create(self, facts: Facts, *, by: Any) -> Speaker:
        """The asker as a speaker, or somebody whom the team enters."""
        event = facts.pop("event")
        return speaking.propose(
            event,
            by=by,
            is_team=access.may_edit_programme(by, event),
            may_override=events.may_manage_team(by, event),
            may_lock=access.may_lock_in(by, event),
            **facts,
        )

    def change(self, row: Speaker, facts: Facts, *, by: User) -> Speaker:
        """New words."""
        facts.pop("call_hash", None)
        return speaking.amend(
            row,
            by=by,
            is_team=access.may_edit_programme(by, row.event),
            may_override=events.may_manage_team(by, row.event),
            may_lock=access.may_lock_in(by, row.event),
            **facts,
        )

    def delete(self, row: Speaker, *, by: User) -> None:
        """The sessions stay, without the name."""
        speaking.remove(row, by=by, may_lock=access.may_lock_in(by, row.event))

    def restore(self, row: Speaker, *, by: User) -> Speaker:
        """Back, with the sessions."""
        return speaking.restore(row, by=by)

    def meta(self, row: Speaker, asker: Asker) -> dict[str, Any]:
        """What of the speaker's sessions now overlaps, for those who schedule."""
        if not access.may_edit_programme(asker, row.event):
            return {}
        found = {one: None for session in row.sessions.living() for one in conflicts.of_session(session)}
        return {"conflicts": [one.shown() for one in found]}
