"""The uid of a calendar itself (RFC 7986, 5.3): one a selection, whatever the format, on any host, for all time."""

import json
from typing import Any

import feedparser  # type: ignore[import-untyped]  # it ships no types
import icalendar
from lxml import etree

from openevent.accounts.models import User
from openevent.calendars.formats import FORMATS
from openevent.calendars.xcal import NAMESPACE
from openevent.events import editing, issuing
from openevent.events.models import Event, FeedToken
from openevent.exports.building import make
from openevent.program import favouring
from openevent.program.models import Session, Speaker
from tests.feeds.calendars import get


def of_ics(data: bytes) -> str:
    return str(icalendar.Calendar.from_ical(data)["UID"])


def of_jcal(data: bytes) -> str:
    return str(next(value for name, _, _, value in json.loads(data)[1] if name == "uid"))


def of_xcal(data: bytes) -> str:
    path = "x:vcalendar/x:properties/x:uid/x:text"
    return etree.fromstring(data).findtext(path, "", {"x": NAMESPACE})


def of_jscalendar(data: bytes) -> str:
    return str(json.loads(data)["uid"])


def of_atom(data: bytes) -> str:
    return str(feedparser.parse(data).feed.id).removeprefix("urn:uuid:")


# schedule.xml and schedule.json tell none.
READERS = {"ics": of_ics, "jcal": of_jcal, "xcal": of_xcal, "jscalendar": of_jscalendar, "atom": of_atom}


def uid(path: str, user: User | None = None) -> str:
    """The uid at this path, which has no extension; "?" and a query may follow."""
    path, _, query = path.partition("?")
    return of_jscalendar(get(f"{path}.jscal?{query}".rstrip("?"), user).content)


def test_it_is_the_same_in_every_format(event: Event, session: Session) -> None:
    page = f"/e/{event.identifier}/schedule"

    found = {
        read(get(f"{page}.{FORMATS[name].extension}?profile=rich&track={session.track_id}").content)
        for name, read in READERS.items()
    }

    assert found == {uid(f"{page}?track={session.track_id}")}


def test_each_selection_has_its_own_and_none_has_an_entrys(
    event: Event, session: Session, speaker: Speaker, ann: User, olga: User
) -> None:
    page, resource = f"/e/{event.identifier}", f"/v1/events/{event.identifier}"
    asked = [
        f"{page}/schedule",
        f"{page}/schedule?track={session.track_id}",
        f"{page}/schedule?room={session.microlocation_id}",
        f"{page}/sessions/{session.pk}",
        f"{page}/speakers/{speaker.pk}",
        resource,
        f"{resource}?include_sessions=1",
        "/v1/events",
    ]

    found = [*map(uid, asked), *(uid(f"{resource}?my_schedule=1", user) for user in (ann, olga))]

    assert len(set(found) - {event.uid, session.uid}) == len(asked) + 2


def test_it_stays_on_another_host_and_under_another_name(
    event: Event, session: Session, olga: User, settings: Any
) -> None:
    path = f"/e/{event.identifier}/schedule?track={session.track_id}"
    before = uid(path)

    settings.SITE_URL = "https://moved.example.org"
    editing.change(event, by=olga, name="Renamed")

    assert uid(path) == before


def test_the_overview_of_another_server_is_another_calendar(event: Event, settings: Any) -> None:
    settings.SITE_URL = "https://one.example.org"
    here = uid("/v1/events")

    settings.SITE_URL = "https://two.example.org"

    assert uid("/v1/events") != here


def test_an_export_is_the_calendar_of_the_whole_schedule(event: Event, session: Session) -> None:
    exported = b"".join(make(event, "jscalendar").stream)

    assert of_jscalendar(exported) == uid(f"/e/{event.identifier}/schedule")


def test_each_personal_calendar_has_its_own_and_keeps_it_when_it_is_revoked(
    event: Event, session: Session, ann: User
) -> None:
    favouring.add(session, user=ann)
    paths = [f"/feeds/{issuing.issue(ann, name='Mine', scope='favourites', event=event)[1]}" for _ in range(2)]
    before = [uid(path) for path in paths]

    for token in FeedToken.objects.all():
        issuing.revoke(token)

    assert len(set(before)) == 2
    assert get(f"{paths[0]}.jscal").status_code == 410
    assert [uid(path) for path in paths] == before
