"""Copying an event: a new draft with its facts, team and parts, and nothing of what happened there."""

from typing import Any

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Change, Event, EventCopyright, EventRole, Faq, FaqType, SocialLink, Sponsor
from openevent.program import arranging, calling, copying, favouring
from openevent.program.models import Microlocation, Session, SessionType, Speaker, SpeakersCall, Track
from tests.program.windows import SUMMER

Name = EventRole.Name
OWN = {
    *("id", "identifier", "uid", "state", "revision", "reactions", "sequence", "revised_at", "changed_at"),
    *("created_at", "source", "chat_room_name", "is_promoted", "is_announced"),
}


def furnish(event: Event, number: int = 1) -> None:
    """So many of each part, and a removed one beside each, past the acts."""
    for n in range(number):
        for gone in (None, event.starts_at):
            kept = {"event": event, "deleted_at": gone}
            Track.objects.create(name=f"Track {n}", color="#00ff00", **kept)
            Microlocation.objects.create(name=f"Room {n}", chat_room_name="secret", **kept)
            SessionType.objects.create(name=f"Type {n}", length="00:30", **kept)
            Sponsor.objects.create(name=f"Sponsor {n}", level=1, **kept)
            SocialLink.objects.create(name=f"Link {n}", link="https://example.org/", **kept)
            kind = FaqType.objects.create(event=event, name=f"Kind {n}")
            Faq.objects.create(question=f"Why {n}?", answer="So.", faq_type=kind, **kept)
            Faq.objects.create(question=f"Who {n}?", answer="You.", **kept)


def rows(model: type[models.Model], event: Event, *without: str) -> list[dict[str, Any]]:
    living = {} if model is FaqType else {"deleted_at": None}
    found = model._default_manager.filter(event=event, **living).order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in {"id", "event_id", *without}} for row in found]


def facts(event: Event) -> dict[str, Any]:
    return {name: value for name, value in Event.objects.filter(pk=event.pk).values().get().items() if name not in OWN}


def roles(event: Event) -> set[tuple[str, str]]:
    return {(held.user.email.partition("@")[0], held.role) for held in event.roles.select_related("user")}


def test_a_copy_is_a_new_draft_with_the_same_facts(event: Event, session: Session, olga: User, ann: User) -> None:
    Event.objects.filter(pk=event.pk).update(
        source="archive", is_promoted=True, is_announced=True, chat_room_name="secret", sequence=3
    )
    event.refresh_from_db()
    favouring.add(session, ann)

    made = copying.copy(event, by=olga)

    made.refresh_from_db()
    assert facts(made) == facts(event)
    assert (made.state, made.source, made.chat_room_name) == ("draft", "", "")
    assert (made.revision, made.reactions, made.sequence) == (1, 0, 0)
    assert (made.is_promoted, made.is_announced) == (False, False)
    assert made.identifier != event.identifier
    logged = Change.objects.filter(event=made).values_list("kind", "object_type", "object_id", "by")
    assert list(logged) == [("created", "event", made.pk, olga.pk)]


def test_living_parts_are_copied_and_what_happened_is_not(event: Event, session: Session, olga: User) -> None:
    furnish(event)
    EventCopyright.objects.create(event=event, licence="CC0")
    calling.add(event, by=olga, privacy="private", **SUMMER)
    before = {model: rows(model, event) for model in (Track, Microlocation, Session, Speaker)}

    made = copying.copy(event, by=olga)

    for model in (Track, SessionType, Sponsor, SocialLink, FaqType, EventCopyright):
        assert rows(model, made) == rows(model, event) != []
    assert rows(Microlocation, made, "chat_room_name") == rows(Microlocation, event, "chat_room_name") != []
    assert {room.chat_room_name for room in made.microlocations.all()} == {""}
    assert [rows(model, made) for model in (Session, Speaker)] == [[], []]
    assert {model: rows(model, event) for model in before} == before


def test_questions_stand_under_the_copies_of_their_kinds(event: Event, olga: User) -> None:
    furnish(event)

    made = copying.copy(event, by=olga)

    asked = [(faq.question, faq.faq_type and faq.faq_type.name) for faq in made.faqs.select_related("faq_type")]
    assert asked == [("Why 0?", "Kind 0"), ("Who 0?", None)]
    assert {faq.faq_type.event for faq in made.faqs.exclude(faq_type=None) if faq.faq_type} == {made}


def test_the_call_keeps_its_dates_and_gets_a_secret_of_its_own(event: Event, olga: User) -> None:
    secret = calling.add(event, by=olga, privacy="private", **SUMMER).hash

    made = copying.copy(event, by=olga)

    call = SpeakersCall.objects.get(event=made)
    assert (call.starts_at, call.ends_at, call.privacy) == (*SUMMER.values(), "private")
    assert len(call.hash) == 32
    assert call.hash != secret


def test_whoever_copies_owns_the_copy(event: Event, olga: User, tom: User, ann: User, staff: User) -> None:
    team.appoint(ann, Name.MODERATOR, event, by=olga)
    team.appoint(olga, Name.ORGANIZER, event, by=olga)

    assert roles(copying.copy(event, by=olga)) == {("olga", "owner"), ("tom", "coorganizer"), ("ann", "moderator")}
    assert roles(copying.copy(event, by=tom)) == {("tom", "owner"), ("olga", "organizer"), ("ann", "moderator")}
    assert roles(copying.copy(event, by=staff)) == {
        *(("staff", "owner"), ("olga", "organizer"), ("tom", "coorganizer"), ("ann", "moderator")),
    }


def test_a_copy_takes_as_many_statements_for_many_parts_as_for_one(event: Event, olga: User) -> None:
    arranging.add(Track(event=event, name="One", color="#00ff00"), by=olga)
    furnish(event)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            copying.copy(event, by=olga)
        return len(captured)

    few = statements()
    furnish(event, 20)

    assert statements() == few
