"""The schedule as visitors see it: narrowed, on whose clocks they like, kept for everybody and personal for nobody."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import publishing
from openevent.events.models import Event
from openevent.program import arranging, editing, favouring, removing, reviewing
from openevent.program.models import Microlocation, Session, Track
from openevent.program.scheduling import Slot
from openevent.program.selecting import Selection
from openevent.program.states import Side
from openevent.web.public import schedule
from tests.conftest import accepted, at
from tests.web import pages
from tests.web.pages import signed_in, statements
from tests.web.visits import got, read


@pytest.fixture
def path(event: Event) -> str:
    return f"/e/{event.identifier}/schedule"


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    slot = Slot(starts_at=at("2026-10-24 21:00"), ends_at=at("2026-10-24 23:30"), room=None)
    return accepted(event, olga, "Night Walk", slot, language="English, Deutsch", subtitle="With lamps")


def titles(path: str) -> list[str]:
    return list(read(path).xpath("//li//h3/a/text()"))


def test_a_day_has_its_rooms_and_its_hours(path: str, session: Session, room: Microlocation) -> None:
    page = read(path)

    assert page.xpath("//h2/text()") == ["Saturday, October 24, 2026"]
    assert page.xpath("//*[contains(@class, 'room')]/text()") == ["Blue Hall"]
    assert page.xpath("//*[contains(@class, 'hour')]/span/text()") == ["10:00\u202fAM"]
    (cell,) = page.xpath("//section//li")
    assert cell.get("class") == f"cell r2 h12 c1 w1 tall t{session.track_id}"
    assert " ".join(cell.text_content().split()) == (
        "10:00 – 11:00 AM Soldering for All Ann Onymous Blue Hall Open Hardware"
    )


def test_it_leads_to_what_has_changed_and_a_private_one_is_not_for_engines(
    path: str, event: Event, session: Session
) -> None:
    assert f"{path.removesuffix('schedule')}changes" in read(path).xpath("//header//a/@href")
    assert {f"{path}.ics", f"{path}.atom"} == set(read(path).xpath("//link[@rel='alternate']/@href"))
    assert read(path).xpath("//meta[@name='robots']") == []

    Event.objects.filter(pk=event.pk).update(privacy="private")
    assert read(path).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_session_across_midnight_is_on_both_days(path: str, other: Session) -> None:
    page = read(path)

    assert page.xpath("//h2/text()") == ["Saturday, October 24, 2026", "Sunday, October 25, 2026"]
    days = page.xpath("//nav[@class='days']/a")
    assert [(one.text, one.get("href")) for one in days] == [
        ("Sat, Oct 24", "#2026-10-24"),
        ("Sun, Oct 25", "#2026-10-25"),
    ]
    assert page.xpath("//li//h3/a/text()") == ["Night Walk"] * 2
    assert len(page.xpath("//button[@class='star']")) == 1
    assert "goes on" in page.xpath("//section//li")[1].text_content()
    assert page.xpath("//section//li//time/text()") == ["Sat 11:00\u202fPM – Sun 1:30\u202fAM"] * 2


def test_times_are_on_the_clocks_that_one_asks_for(path: str, session: Session) -> None:
    there, here = read(path), read(f"{path}?zone=America/New_York")
    client = signed_in(None)
    client.cookies["zone"] = "Asia/Kolkata"

    assert there.xpath("//li//time/text()") == ["10:00 – 11:00\u202fAM"]
    assert here.xpath("//li//time/text()") == ["4:00 – 5:00\u202fAM"]
    assert "Times: Central European Time (Berlin)" in there.text_content()
    assert "Times: Eastern Time (New York)" in here.text_content()
    assert "Times: India (Kolkata)" in client.get(path).content.decode()


def test_each_filter_narrows_and_says_how_many_there_are(
    path: str, event: Event, session: Session, other: Session, track: Track, room: Microlocation
) -> None:
    for query in (f"track={track.pk}", f"room={room.pk}", "text=solder+onymous", f"session={session.pk}"):
        assert titles(f"{path}?{query}") == ["Soldering for All"], query
    for query in ("language=deutsch", "text=lamps", "text=night"):
        assert titles(f"{path}?{query}") == ["Night Walk"] * 2, query

    page = read(f"{path}?language=Deutsch")
    assert "1 of 2 sessions" in page.text_content()
    assert page.xpath("//a[@data-clear]/@href") == [path]
    assert page.xpath("//input[@checked]/@value") == ["Deutsch"]
    assert read(path).xpath("//label[input/@name='language']/small/text()") == ["1", "1"]
    assert titles(f"{path}?text=bread") == []
    # A title is written as it is, with its commas, and however long.
    assert titles(f"{path}?text=All,+soldering,+for") == ["Soldering for All"]
    assert titles(f"{path}?text=night,+solder") == []
    assert titles(f"{path}?text={'+'.join(['solder'] * 10)}+bread") == ["Soldering for All"]


def test_what_cannot_be_chosen_is_told_in_the_reader_s_language(path: str, session: Session) -> None:
    answer = Client(headers={"Accept-Language": "de"}).get(f"{path}?track=x").content.decode()

    assert "„track“ muss eine Nummer (wie 12) sein." in answer


def test_one_subscribes_to_exactly_what_is_shown(path: str, session: Session, other: Session, track: Track) -> None:
    page = read(f"{path}?track={track.pk}&text=iron&zone=Asia/Tokyo&language=")

    (feed,) = page.xpath("//input[@id='subscribe-address']/@value")
    assert feed.endswith(f"{path}.ics?track={track.pk}&text=iron")
    assert Client().get(feed[feed.index("/e/") :]).content.count(b"BEGIN:VEVENT") == 1
    for address in page.xpath("//img[@class='code']/@src | //a[contains(@href, 'download')]/@href"):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("track=999999", 404), ("track=x", 400), ("tracks=1", 400), ("day=2026-13-45", 400), ("text=%00", 400)),
        *(("state=pending", 200), ("zone=%00%ff", 200), ("text=%ed%a0%80", 200), ("language=%25", 200)),
        *(("track=99999999999999999999", 400), ("text=" + "a+" * 50, 200), ("day=9999-12-31", 400), ("&&=", 200)),
    ],
)
def test_nothing_breaks(path: str, session: Session, query: str, status: int) -> None:
    assert got(f"{path}?{query}").status_code == status


def test_nobody_reads_a_draft_s_schedule(path: str, event: Event, olga: User, mallory: User) -> None:
    publishing.unpublish(event, by=olga)
    client = signed_in(mallory)

    here = path.removesuffix("/schedule")
    for address in (path, f"{here}/my-schedule", f"{here}/tracks.css", f"{here}/my-schedule/feed", f"{here}/stars"):
        assert client.get(address).status_code == 404
    assert client.post(f"{here}/stars", {"add": "1"}).status_code == 404
    assert got(path).status_code == 404


def test_what_was_written_is_kept_until_something_changes(
    path: str, event: Event, session: Session, olga: User, ann: User
) -> None:
    client = signed_in(None)

    first, second = statements(client, path), statements(client, path)
    editing.change(Session.objects.get(pk=session.pk), by=olga, title="Welding for All")

    assert (first, second) == (4, 1)  # the event, sessions, speakers, how many were cancelled; the event
    assert "Welding for All" in client.get(path).content.decode()
    client.force_login(ann)
    assert statements(client, path) == 4  # the event, what she starred; her session and account


def cancelled(path: str, by: User | None = None) -> list[str]:
    return list(pages.read(by, path).xpath("//p[@class='count']/a[@class='cancelled']/text()"))


def test_what_was_cancelled_is_counted_and_leads_to_what_has_changed(
    path: str, event: Event, session: Session, other: Session, olga: User, mallory: User
) -> None:
    before = cancelled(path)
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    one = cancelled(path)
    removing.delete(other, by=olga)

    assert (before, one) == ([], ["1 session was cancelled"])
    seen = [cancelled(address, by) for address in (path, f"{path}?text=bread") for by in (None, mallory, olga)]
    assert seen == [["2 sessions were cancelled"]] * 6
    assert read(path).xpath("//a[@class='cancelled']/@href") == [f"{path.removesuffix('schedule')}changes"]
    reviewing.change_state(session, to="accepted", side=Side.ORGANIZER, by=olga)
    assert cancelled(path) == ["1 session was cancelled"]


def test_of_what_never_was_public_nobody_is_told_that_it_was_cancelled(
    path: str, event: Event, session: Session, other: Session, olga: User, mallory: User
) -> None:
    publishing.unpublish(event, by=olga)
    accepted_later = accepted(event, olga, "Secret Talk", Slot.of(session))
    for one in (accepted_later, accepted(event, olga, "Secret Tea", None)):
        reviewing.change_state(one, to="canceled", side=Side.ORGANIZER, by=olga)
    publishing.publish(event, by=olga)

    assert [cancelled(path, by) for by in (None, mallory, olga)] == [[]] * 3


def test_some_time_after_an_event_its_schedule_tells_no_more_of_what_was_cancelled(
    path: str, session: Session, olga: User, a_month_later: Callable[[], None]
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    before = cancelled(path)
    a_month_later()

    assert (before, cancelled(path)) == (["1 session was cancelled"], [])


def test_thirty_sessions_are_asked_for_as_often_as_one(path: str, event: Event, session: Session) -> None:
    client = signed_in(None)
    one = statements(client, f"{path}?text=a")
    _many(event, 30)

    assert statements(client, f"{path}?text=a") == one == 5


def test_stars_are_of_who_is_signed_in_and_never_kept(path: str, session: Session, ann: User, mallory: User) -> None:
    favouring.add(session, ann)

    pressed = ['name="remove"' in signed_in(user).get(path).content.decode() for user in (ann, mallory, None, ann)]

    assert pressed == [True, False, False, True]


def test_an_unchanged_page_is_not_sent_again(path: str, session: Session, olga: User, ann: User) -> None:
    client = signed_in(None)
    client.get(path)  # from now on the browser has the cookie that goes with forms
    tag = client.get(path)["ETag"]

    def status() -> int:
        return client.get(path, headers={"if-none-match": tag}).status_code

    unchanged = status()
    elsewhere = client.get(f"{path}?zone=Asia/Tokyo", headers={"if-none-match": tag}).status_code
    editing.change(Session.objects.get(pk=session.pk), by=olga, title="Welding for All")

    assert (unchanged, elsewhere, status()) == (304, 200, 200)
    client.force_login(ann)
    assert "ETag" not in client.get(path)


def test_a_line_shows_what_is_on_now(event: Event, session: Session) -> None:
    written = schedule.written(event, Selection(), event.timezone)

    (place, line), nothing = (written.now(at(f"2026-10-24 {clock}")) for clock in ("08:32", "09:00"))
    assert place in written.html
    assert (re.findall(r'class="now (\w+)', line), nothing) == (["r8"], ("", ""))
    assert 'data-row="8" data-last="13"' in line  # the hour that is drawn


def test_tracks_have_their_colours(path: str, event: Event, track: Track, session: Session) -> None:
    (address,) = read(path).xpath("//link[contains(@href, 'tracks.css')]/@href")

    answer = got(address)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer.content.decode().startswith(f".t{track.pk}{{--track:#ff0000}}")
    assert "immutable" in answer["Cache-Control"]


def test_what_a_later_revision_will_say_nobody_keeps(path: str, event: Event, track: Track, session: Session) -> None:
    (address,) = read(path).xpath("//link[contains(@href, 'tracks.css')]/@href")

    assert got(f"{address}0")["Cache-Control"] == "private, no-cache"


def test_a_schedule_of_400_sessions_is_light(path: str, event: Event, track: Track) -> None:
    _many(event, 400)

    answer = Client().get(path, headers={"accept": "text/html", "accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).count(b"<h3>") == 400
    assert len(answer.content) <= 250_000


def test_without_a_time_or_a_room_it_is_shown_all_the_same(path: str, event: Event, olga: User) -> None:
    accepted(event, olga, "Some Day", None)
    arranging.add(Microlocation(event=event, name="Nowhere"), by=olga)

    page = read(path)
    assert page.xpath("//h2/text()") == ["Without a time yet"]
    assert titles(path) == ["Some Day"]


def _many(event: Event, number: int) -> Any:
    """So many sessions more, in 30 rooms, without the acts that would take long."""
    rooms = Microlocation.objects.bulk_create(Microlocation(event=event, name=f"Room {one}") for one in range(30))
    begin = at("2026-10-24 07:00")
    return Session.objects.bulk_create(
        Session(
            event=event,
            title=f"A title of a usual length with number {one}",
            state="accepted",
            starts_at=begin + timedelta(minutes=30 * (one // 30)),
            ends_at=begin + timedelta(minutes=30 * (one // 30) + 25),
            microlocation=rooms[one % 30],
            uid=f"many-{one}",
            revised_at=begin,
            created_at=begin,
        )
        for one in range(number)
    )
