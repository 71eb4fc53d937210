"""The database itself refuses what must not be, also from writes that go round the code."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from openevent.accounts import proofs
from openevent.accounts.models import Allowance, IdempotencyKey, Letter, Proof, User
from openevent.events import editing, favouring, furnishing, inviting, issuing
from openevent.events.models import (
    Event,
    EventCopyright,
    EventLocation,
    EventRole,
    EventSubTopic,
    EventTopic,
    EventType,
    Faq,
    FaqType,
    FavouriteEvent,
    FeedToken,
    Poll,
    Role,
    RoleInvite,
    SocialLink,
    Sponsor,
)
from openevent.program import arranging, speaking, submitting
from openevent.program.models import (
    FavouriteSession,
    Feedback,
    Microlocation,
    Session,
    SessionSpeaker,
    SessionType,
    Speaker,
    SpeakersCall,
    Track,
)
from tests.constraints import check_refused, check_refused_twice, twice

# Which constraint refuses which values, written into a row that is in order; a function of the row where they depend.
REFUSED: list[tuple[str, type[models.Model], list[dict[str, Any]]]] = [
    ("user_email_in_lower_case", User, [{"email": "Olga@example.org"}]),
    ("user_has_an_email", User, [{"email": ""}]),
    ("user_erased_stays_closed", User, [{"erased_at": models.F("created_at")}]),
    ("letter_is_sent_once", Letter, [{"sent_at": models.F("created_at")}]),
    ("letter_not_sent_says_why", Letter, [{"next_try_at": None, "text": ""}]),
    ("letter_forgets_its_words", Letter, [{"next_try_at": None, "error": "Why"}]),
    ("letter_doubt_is_of_once", Letter, [{"handed_over_at": models.F("created_at")}]),
    ("idempotency_key_keeps_hashes", IdempotencyKey, [{"key_hash": ""}, {"request_hash": "A" * 64}]),
    ("idempotency_key_answered_is_done", IdempotencyKey, [{"status": 200}, {"status": 500, "claim": None}]),
    ("idempotency_key_body_is_of_an_answer", IdempotencyKey, [{"body": b"x"}]),
    ("allowance_was_begun", Allowance, [{"spent": 0}]),
    ("proof_purpose_known", Proof, [{"purpose": "guess"}]),
    ("proof_email_in_lower_case", Proof, [{"email": "Ann@example.org"}]),
    ("proof_keeps_a_hash", Proof, [{"token_hash": ""}, {"token_hash": "A" * 64}, {"token_hash": "a" * 63}]),
    ("event_ends_after_it_starts", Event, [{"ends_at": models.F("starts_at")}, {"starts_at": models.F("ends_at")}]),
    ("event_has_a_name", Event, [{"name": ""}]),
    ("event_has_a_time_zone", Event, [{"timezone": ""}]),
    ("event_has_a_uid", Event, [{"uid": ""}]),
    ("feed_token_has_a_name", FeedToken, [{"name": ""}]),
    ("feed_token_scope_known", FeedToken, [{"scope": "everything"}, {"scope": ""}]),
    ("feed_token_keeps_a_hash", FeedToken, [{"digest": ""}, {"digest": "x" * 64}]),
    ("poll_names_a_program", Poll, [{"program": ""}]),
    ("event_state_known", Event, [{"state": "gone"}, {"state": ""}, {"state": "Published"}]),
    ("event_privacy_known", Event, [{"privacy": "secret"}, {"privacy": ""}]),
    ("event_latitude_on_earth", Event, [{"latitude": 90.5}, {"latitude": -91}]),
    ("event_longitude_on_earth", Event, [{"longitude": 180.5}, {"longitude": -181}]),
    ("role_known", EventRole, [{"role": "king"}, {"role": ""}, {"role": "attendee"}]),
    ("role_has_a_name", Role, [{"name": ""}]),
    ("role_invite_email_in_lower_case", RoleInvite, [{"email": "Ann@example.org"}]),
    ("role_invite_has_an_email", RoleInvite, [{"email": ""}]),
    ("role_invite_role_known", RoleInvite, [{"role": "king"}, {"role": ""}]),
    ("role_invite_status_known", RoleInvite, [{"status": "maybe"}]),
    ("role_invite_keeps_a_hash", RoleInvite, [{"token_hash": ""}, {"token_hash": "x" * 64}]),
    ("event_type_has_a_name", EventType, [{"name": ""}]),
    ("event_type_has_a_slug", EventType, [{"slug": ""}]),
    ("event_location_has_a_name", EventLocation, [{"name": ""}]),
    ("event_location_has_a_slug", EventLocation, [{"slug": ""}]),
    ("event_topic_has_a_name", EventTopic, [{"name": ""}]),
    ("event_topic_has_a_slug", EventTopic, [{"slug": ""}]),
    ("event_sub_topic_has_a_name", EventSubTopic, [{"name": ""}]),
    ("event_sub_topic_has_a_slug", EventSubTopic, [{"slug": ""}]),
    ("sponsor_has_a_name", Sponsor, [{"name": ""}]),
    ("social_link_has_a_name", SocialLink, [{"name": ""}]),
    ("social_link_leads_somewhere", SocialLink, [{"link": ""}]),
    ("faq_type_has_a_name", FaqType, [{"name": ""}]),
    ("faq_has_a_question", Faq, [{"question": ""}]),
    ("faq_has_an_answer", Faq, [{"answer": ""}]),
    ("copyright_has_a_licence", EventCopyright, [{"licence": ""}]),
    ("copyright_year_is_modern", EventCopyright, [{"year": 1899}]),
    ("track_has_a_name", Track, [{"name": ""}]),
    ("track_color_is_hex", Track, [{"color": "#fff"}, {"color": "red"}, {"color": ""}, {"color": "#FFFFFF"}]),
    ("microlocation_has_a_name", Microlocation, [{"name": ""}]),
    ("microlocation_latitude_on_earth", Microlocation, [{"latitude": 90.5}]),
    ("microlocation_longitude_on_earth", Microlocation, [{"longitude": -180.5}]),
    ("session_type_has_a_name", SessionType, [{"name": ""}]),
    ("session_type_length_is_hh_mm", SessionType, [{"length": "1:00"}, {"length": "00:60"}, {"length": ""}]),
    ("session_has_a_title", Session, [{"title": ""}]),
    ("session_has_a_uid", Session, [{"uid": ""}]),
    ("session_state_known", Session, [{"state": "maybe"}, {"state": ""}]),
    ("session_level_known", Session, [{"level": "Wizard"}]),
    ("speaker_has_a_name", Speaker, [{"name": ""}]),
    ("speakers_call_ends_after_it_starts", SpeakersCall, [{"ends_at": models.F("starts_at")}]),
    ("speakers_call_privacy_known", SpeakersCall, [{"privacy": "secret"}]),
    ("speakers_call_secret_if_private", SpeakersCall, [{"privacy": "private"}, {"hash": "a" * 32}]),
    ("feedback_about_one_thing", Feedback, [{"event": None}]),
    ("feedback_from_1_to_5_in_halves", Feedback, [{"rating": 0}, {"rating": "4.7"}, {"rating": "5.5"}]),
]


@pytest.fixture
def house(event: Event, session: Session, olga: User, ann: User) -> None:
    """A row of each table."""
    arranging.add(SessionType(event=event, name="Talk", length="00:30"), by=olga)
    topic = EventTopic.objects.create(name="Clocks", slug="clocks")
    EventSubTopic.objects.create(name="Watches", slug="watches", event_topic=topic)
    EventType.objects.create(name="Watch Fair", slug="watch-fair")
    EventLocation.objects.create(name="Geneva", slug="geneva")
    editing.change(event, by=olga, is_sponsors_enabled=True)
    for part in (
        Sponsor(event=event, name="Quartz"),
        SocialLink(event=event, name="Code", link="https://code.example"),
        Faq(event=event, question="Where?", answer="Here."),
        EventCopyright(event=event, licence="Attribution"),
        FaqType(event=event, name="Food"),
    ):
        furnishing.add(part, by=olga)
    now = timezone.now()
    IdempotencyKey.objects.create(
        user=ann, key_hash="a" * 64, request_hash="b" * 64, expires_at=now, claim=uuid4(), claimed_at=now
    )
    favouring.add(event, ann)
    proofs.offer(Proof.Purpose.VERIFY_EMAIL, ann.email, ann)
    SpeakersCall.objects.create(event=event, starts_at=event.starts_at, ends_at=event.ends_at)
    Feedback.objects.create(session=session, user=ann, rating=4)
    Feedback.objects.create(event=event, user=ann, rating=4)
    FavouriteSession.objects.create(session=session, user=ann)
    inviting.invite(event, "new@example.org", "moderator", by=olga)
    issuing.issue(ann, name="Mine", scope="favourites", event=event)
    Poll.objects.create(event=event, program="khal", first_at=timezone.now(), last_at=timezone.now())


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_what_must_not_be(
    house: None, name: str, model: type[models.Model], wrong: list[dict[str, Any]]
) -> None:
    check_refused(model, wrong, by=name)


# Which constraint refuses a second row like one that is there, and how far the second one may differ.
UNIQUE: list[tuple[str, type[models.Model], dict[str, Any]]] = [
    ("letter_message_id_is_its_own", Letter, {}),
    ("idempotency_key_is_of_one_request", IdempotencyKey, {"request_hash": "c" * 64}),
    ("role_once_per_user_and_event", EventRole, {}),
    ("role_one_owner_per_event", EventRole, {"role": "owner"}),
    ("role_invite_once_per_event_and_email", RoleInvite, {"token_hash": "a" * 64}),
    ("event_sub_topic_slug_once_per_topic", EventSubTopic, {"name": "Another"}),
    ("poll_once_per_event_and_program", Poll, {}),
    ("copyright_one_per_event", EventCopyright, {"licence": "Another"}),
    ("favourite_event_once_per_user", FavouriteEvent, {}),
    ("favourite_session_once_per_user", FavouriteSession, {}),
    ("speakers_call_one_per_event", SpeakersCall, {"announcement": "Another"}),
    ("feedback_once_per_user_and_event", Feedback, {"rating": 5}),
    ("session_uid_once_per_event", Session, {"title": "Another"}),
    ("speaker_email_once_per_event", Speaker, {"name": "Another", "user": None}),
    ("speaker_once_per_session", SessionSpeaker, {"position": 7}),
]


ABOUT_SESSIONS = "feedback_once_per_user_and_session"  # a test of its own below: the last row is about an event


@pytest.mark.parametrize(("name", "model", "other"), UNIQUE)
def test_the_database_refuses_a_second_one(
    house: None, name: str, model: type[models.Model], other: dict[str, Any]
) -> None:
    check_refused_twice(model, other)


def test_every_constraint_is_tried() -> None:
    ours = (apps.get_app_config(name) for name in ("accounts", "events", "program"))
    names = {rule.name for app in ours for model in app.get_models() for rule in model._meta.constraints}

    assert names == {name for name, *_ in REFUSED} | {name for name, *_ in UNIQUE} | {ABOUT_SESSIONS}


def test_a_session_is_rated_once_by_each(house: None, session: Session) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(session.feedbacks.get(), rating=5)

    assert session.feedbacks.count() == 1


def test_two_events_may_name_one_session_alike(session: Session, event: Event, olga: User) -> None:
    twice(event, identifier="abcdef12", source="elsewhere")
    other = Event.objects.latest("pk")

    twice(session, event_id=other.pk)

    assert Session.objects.filter(uid=session.uid).count() == 2


def test_speakers_without_an_address_and_removed_ones_may_be_many(event: Event, speaker: Speaker, olga: User) -> None:
    speaking.add(event, by=olga, name="Bo")
    speaking.add(event, by=olga, name="Cy")
    Speaker.objects.filter(pk=speaker.pk).update(deleted_at=timezone.now())

    again = speaking.add(event, by=olga, name="Ann Onymous", email=speaker.email)

    assert again.email == speaker.email


def test_an_identifier_belongs_to_one_event(event: Event) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(event, source="elsewhere")


def test_what_an_event_has_goes_with_its_row_and_nothing_is_left(session: Session, event: Event, olga: User) -> None:
    submitting.submit(event, by=olga, title="Another")

    event.delete()

    belonging = (Track, Microlocation, SessionType, Session, SessionSpeaker, Speaker, EventRole, RoleInvite)
    assert [model._base_manager.count() for model in belonging] == [0] * len(belonging)
