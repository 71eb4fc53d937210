"""Everything or nothing, in a number of statements that does not grow with the rows."""

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.holding import AccountClosed
from openevent.accounts.models import User
from openevent.imports import archive
from openevent.imports.archive import Imported
from openevent.imports.archive.refusals import ChangedMeanwhile
from openevent.lib.errors import Conflicting, Refused
from openevent.program.models import Session
from tests.imports.archives import event, session, speaker, zipped


def conference(sessions: int, identifier: str = "0a1b2c3d") -> dict[str, Any]:
    """The files of an archive with so many sessions, each with a track, a room, a type and two speakers."""
    numbers = range(1, sessions + 1)
    return {
        "event": event(
            identifier=identifier,
            social_links=[{"name": f"Link {number}", "link": "https://x.example"} for number in numbers[:100]],
            event_copyright={"licence": "Attribution", "year": 2026},
            speakers_call={"starts-at": "2026-10-01T00:00:00Z", "ends-at": "2027-01-01T00:00:00Z"},
            type="Conference",
            topic="Music",
            sub_topic="Jazz & Blues",
        ),
        "sponsors": [{"id": number, "name": f"Sponsor {number}"} for number in numbers],
        "tracks": [{"id": number, "name": f"Track {number}", "color": "#112233"} for number in numbers],
        "microlocations": [{"id": number, "name": f"Room {number}"} for number in numbers],
        "session_types": [{"id": number, "name": f"Type {number}", "length": "00:25"} for number in numbers],
        "forms": [{"id": number, "form": "attendee", "field-identifier": f"own {number}"} for number in numbers],
        "speakers": [speaker(number) for number in numbers],
        "sessions": [
            session(number, track=number, microlocation=number, session_type=number, speakers=[number, 1])
            for number in numbers
        ],
    }


def rows() -> Counter[str]:
    """How many rows each table has."""
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})


def breaking(imported: Imported) -> None:
    """Write what contradicts a session of the import: another with its uid."""
    first = Session.objects.filter(event=imported.event).earliest("id")
    first.pk = None
    first.save(force_insert=True)


@pytest.mark.django_db
def test_a_conflict_at_the_very_end_leaves_nothing_behind(olga: User) -> None:
    before = rows()

    with pytest.raises(ChangedMeanwhile) as refused:
        archive.take_over(zipped(**conference(3)), owner=olga, by=olga, within=breaking)

    assert rows() == before
    assert "Nothing was imported" in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_an_owner_who_is_gone_leaves_nothing_behind(olga: User) -> None:
    gone = User.objects.get(pk=olga.pk)
    olga.delete()
    before = rows()

    with pytest.raises(AccountClosed):
        archive.take_over(zipped(**conference(3)), owner=gone, by=gone)

    assert rows() == before


@pytest.mark.django_db
def test_what_is_done_within_the_import_can_still_refuse_it(olga: User) -> None:
    seen: list[tuple[str, int]] = []
    before = rows()

    def refuse(imported: Imported) -> None:
        seen.append((imported.event.name, imported.event.sessions.count()))
        raise Conflicting("Not now")

    with pytest.raises(Refused, match="Not now"):
        archive.take_over(zipped(**conference(3)), owner=olga, by=olga, within=refuse)

    assert seen == [("Small Conference", 3)]
    assert rows() == before


@pytest.mark.django_db
def test_what_is_done_within_the_import_sees_its_warnings(olga: User) -> None:
    seen: list[Imported] = []

    result = archive.take_over(zipped(**(conference(1) | {"forms": [{}]})), owner=olga, by=olga, within=seen.append)

    assert seen == [result]
    assert len(result.warnings) == 1


def statements(sessions: int, identifier: str, by: User, *, again: bool) -> Counter[str]:
    """The statements of one import by their verb and table."""
    with CaptureQueriesContext(connection) as queries:
        archive.take_over(zipped(**conference(sessions, identifier)), owner=by, by=by, again=again)
    words = [query["sql"].split("(")[0].split() for query in queries.captured_queries]
    return Counter(" ".join(said[:1] if "SAVEPOINT" in said else said[:3]) for said in words)


@pytest.mark.django_db
def test_300_sessions_need_as_many_statements_as_3(olga: User) -> None:
    few = statements(3, "0a1b2c3d", olga, again=False)
    many = statements(300, "0a1b2c3e", olga, again=False)

    assert few == many
    assert many['INSERT INTO "program_session"'] == 1
    assert many.total() <= 25


@pytest.mark.django_db
def test_a_second_event_of_300_sessions_gets_its_uids_in_one_statement(olga: User) -> None:
    for identifier, sessions in (("0a1b2c3d", 3), ("0a1b2c3e", 300)):
        statements(sessions, identifier, olga, again=False)

    few = statements(3, "0a1b2c3d", olga, again=True)
    many = statements(300, "0a1b2c3e", olga, again=True)

    assert few == many
    assert many['UPDATE "program_session" SET'] == 1


@pytest.mark.django_db
def test_progress_grows_from_nothing_to_a_hundred_with_the_rows(olga: User) -> None:
    percents: list[int] = []

    archive.take_over(zipped(**conference(40)), owner=olga, by=olga, progress=percents.append)

    assert percents == sorted(set(percents))
    assert (percents[0], percents[-2], percents[-1]) == (5, 90, 100)
    assert len(percents) > 50


@pytest.mark.django_db
def test_progress_is_not_told_inside_the_transaction() -> None:
    depth: set[int] = set()
    outside = len(connection.savepoint_ids)

    archive.take_over(
        zipped(**conference(3)), owner=None, by=None, progress=lambda _percent: depth.add(len(connection.savepoint_ids))
    )

    assert depth == {outside}
