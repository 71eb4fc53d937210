"""Whose address an imported event gets, and what happens to an archive that is imported twice."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import removing
from openevent.events.models import Event
from openevent.events.models.event import IDENTIFIER as WELL_FORMED
from openevent.imports import archive
from openevent.imports.archive import Imported
from openevent.imports.archive.refusals import ImportedAlready
from tests.imports.archives import IDENTIFIER, event, session, zipped

pytestmark = pytest.mark.django_db


def take(by: User | None, *, again: bool = False, owner: User | None = None, **members: Any) -> Imported:
    files = {"event": event(**members), "sessions": [session(11), session(12)]}
    return archive.take_over(zipped(**files), owner=owner or by, by=by, again=again)


def uids(of: Event) -> list[str]:
    return [talk.uid for talk in of.sessions.order_by("id")]


def test_the_event_keeps_the_archives_identifier_and_sessions_their_uids(olga: User) -> None:
    made = take(olga).event

    assert (made.identifier, made.source) == (IDENTIFIER, IDENTIFIER)
    assert uids(made) == [f"11-{IDENTIFIER}", f"12-{IDENTIFIER}"]


@pytest.mark.parametrize("identifier", ["12345678", "FOSSASIA", "0A1B2C3D", "0a1b2c3d4e", "Summit 2027"])
def test_an_identifier_that_is_not_well_formed_stays_in_the_uids_only(olga: User, identifier: str) -> None:
    made = take(olga, identifier=identifier).event

    assert WELL_FORMED.fullmatch(made.identifier)
    assert made.source == identifier
    assert uids(made) == [f"11-{identifier}", f"12-{identifier}"]


def test_an_archive_without_identifier_is_known_by_its_content(olga: User) -> None:
    made = take(olga, identifier=None).event

    assert made.source.startswith("sha256:")
    assert uids(made) == [f"11-{made.identifier}", f"12-{made.identifier}"]
    with pytest.raises(ImportedAlready):
        take(olga, identifier=None)
    other = take(olga, identifier=None, name="Another Conference").event
    assert other.source != made.source


def test_an_archive_that_is_imported_twice_is_refused_by_the_first_events_name(olga: User) -> None:
    take(olga)

    with pytest.raises(ImportedAlready) as refused:
        take(olga)

    assert str(refused.value) == (
        "This archive was imported before, as event 0a1b2c3d “Small Conference”. "
        "To make a second event of it, say so: by the tick below the file, on a terminal by --again, "
        "in the API by again."
    )
    assert Event.objects.count() == 1


def test_asked_for_again_it_is_a_second_event_with_uids_of_its_own(olga: User) -> None:
    first = take(olga).event

    second = take(olga, again=True).event

    assert second.identifier != first.identifier
    assert WELL_FORMED.fullmatch(second.identifier)
    assert second.source == first.source
    assert uids(second) == [f"{talk.pk}-{second.identifier}" for talk in second.sessions.order_by("id")]
    assert uids(first) == [f"11-{IDENTIFIER}", f"12-{IDENTIFIER}"]


def test_asking_for_a_second_event_of_a_new_archive_makes_the_first(olga: User) -> None:
    made = take(olga, again=True).event

    assert made.identifier == IDENTIFIER
    assert uids(made) == [f"11-{IDENTIFIER}", f"12-{IDENTIFIER}"]


def test_a_stranger_learns_nothing_of_the_first_event(olga: User, mallory: User) -> None:
    take(olga)

    made = take(mallory).event

    assert made.identifier != IDENTIFIER
    assert uids(made) == [f"11-{IDENTIFIER}", f"12-{IDENTIFIER}"]


def test_staff_and_the_command_line_know_every_event(olga: User, tom: User, staff: User) -> None:
    take(olga)

    with pytest.raises(ImportedAlready):
        take(staff)
    with pytest.raises(ImportedAlready):
        take(None, owner=tom)


def test_a_deleted_event_does_not_count_but_keeps_its_identifier(olga: User) -> None:
    first = take(olga).event
    removing.delete(first, by=olga)

    second = take(olga).event

    assert second.identifier != IDENTIFIER
    assert uids(second) == [f"11-{IDENTIFIER}", f"12-{IDENTIFIER}"]


def test_an_import_without_owner_belongs_to_nobody() -> None:
    made = take(None).event

    assert made.roles.count() == 0
