"""The database itself refuses what must not be, also from writes that go round the code."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.program import arranging, speaking, submitting
from openevent.program.models import Microlocation, Session, SessionSpeaker, SessionType, Speaker, Track

# Which constraint refuses which values, written into a row that is in order; a function of the row where they depend.
REFUSED: list[tuple[str, type[models.Model], list[dict[str, Any]]]] = [
    ("user_email_in_lower_case", User, [{"email": "Olga@example.org"}]),
    ("user_has_an_email", User, [{"email": ""}]),
    ("event_ends_after_it_starts", Event, [{"ends_at": models.F("starts_at")}, {"starts_at": models.F("ends_at")}]),
    ("event_has_a_name", Event, [{"name": ""}]),
    ("event_has_a_time_zone", Event, [{"timezone": ""}]),
    ("event_state_known", Event, [{"state": "gone"}, {"state": ""}, {"state": "Published"}]),
    ("event_privacy_known", Event, [{"privacy": "secret"}, {"privacy": ""}]),
    ("event_latitude_on_earth", Event, [{"latitude": 90.5}, {"latitude": -91}]),
    ("event_longitude_on_earth", Event, [{"longitude": 180.5}, {"longitude": -181}]),
    ("role_known", EventRole, [{"role": "king"}, {"role": ""}]),
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
]


@pytest.fixture
def house(event: Event, session: Session, olga: User) -> None:
    """A row of each table."""
    arranging.add(SessionType(event=event, name="Talk", length="00:30"), by=olga)


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_what_must_not_be(
    house: None, name: str, model: type[models.Model], wrong: list[dict[str, Any]]
) -> None:
    row = model._base_manager.get(pk=model._base_manager.latest("pk").pk)
    before = list(model._base_manager.filter(pk=row.pk).values())

    for values in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**values)

    assert list(model._base_manager.filter(pk=row.pk).values()) == before


def twice(row: models.Model, **other: Any) -> None:
    """Write the row again, past the code, with these other values."""
    copy = type(row)._base_manager.get(pk=row.pk)
    copy.pk = None
    for name, value in other.items():
        setattr(copy, name, value)
    type(row)._base_manager.bulk_create([copy])


# Which constraint refuses a second row like one that is there, and how far the second one may differ.
UNIQUE: list[tuple[str, type[models.Model], dict[str, Any]]] = [
    ("role_once_per_user_and_event", EventRole, {}),
    ("role_one_owner_per_event", EventRole, {"role": "owner"}),
    ("session_uid_once_per_event", Session, {"title": "Another"}),
    ("speaker_email_once_per_event", Speaker, {"name": "Another", "user": None}),
    ("speaker_once_per_session", SessionSpeaker, {"position": 7}),
]


@pytest.mark.parametrize(("name", "model", "other"), UNIQUE)
def test_the_database_refuses_a_second_one(
    house: None, name: str, model: type[models.Model], other: dict[str, Any]
) -> None:
    row, before = model._base_manager.latest("pk"), list(model._base_manager.values())

    with pytest.raises(IntegrityError), transaction.atomic():
        twice(row, **other)

    assert list(model._base_manager.values()) == before


def test_every_constraint_is_tried() -> None:
    ours = (apps.get_app_config(name) for name in ("accounts", "events", "program"))
    names = {rule.name for app in ours for model in app.get_models() for rule in model._meta.constraints}

    assert names == {name for name, *_ in REFUSED} | {name for name, *_ in UNIQUE}


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

    program = (Track, Microlocation, SessionType, Session, SessionSpeaker, Speaker, EventRole)
    assert [model._base_manager.count() for model in program] == [0] * len(program)
