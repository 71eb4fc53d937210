"""The pages of an event, a session and a speaker: what they show, and what search engines read of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from openevent.accounts.models import User
from openevent.events import editing as event_editing
from openevent.events.models import Event, EventCopyright, Faq, SocialLink, Sponsor
from openevent.lib import media, urls
from openevent.program import editing, removing, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, Speaker, SpeakersCall, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from openevent.tickets.models import Ticket
from openevent.web.clocks import moment
from openevent.web.public import glimpse
from tests.conftest import accepted, at
from tests.program.windows import opened
from tests.web.pages import HTML, signed_in, statements, words
from tests.web.visits import got, read


def linked(page: Any) -> dict[str, Any]:
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    found = json.loads(data)
    assert found["@context"] == "https://schema.org"
    check_shape(found)
    return dict(found)


def check_shape(found: Any) -> None:
    """Everything has a type, and nothing is empty: what engines complain of."""
    if isinstance(found, dict):
        assert found["@type"] in {
            *("Event", "Place", "GeoCoordinates", "Organization", "Person", "Offer", "VirtualLocation"),
        }
        if found["@type"] == "Event":
            assert found["name"]
            assert found["url"].startswith("http")
        for value in found.values():
            assert value not in ([], {}, None)
            check_shape(value)
    for one in found if isinstance(found, list) else ():
        check_shape(one)


def ticket(event: Event, name: str, **facts: Any) -> Ticket:
    now = timezone.now()
    sold = {"sales_starts_at": now - timedelta(days=1), "sales_ends_at": now + timedelta(days=1)}
    return Ticket.objects.create(event=event, **{"name": name, "type": "paid", "price": 1250, **sold, **facts})


def test_an_event_shows_all_that_its_team_says(event: Event, olga: User) -> None:
    Event.objects.update(
        is_sponsors_enabled=True,
        code_of_conduct="<p>Be <b>kind</b>.</p>",
        owner_description="We like mills.",
        public_stream_link="https://live.example.org/1",
        external_event_url="https://mill.example.org",
    )
    Sponsor.objects.create(event=event, name="Third", level=3, type="Silver")
    Sponsor.objects.create(event=event, name="First", level=1, type="Gold", url="https://first.example.org")
    Sponsor.objects.create(event=event, name="Without")
    SocialLink.objects.create(event=event, name="Mastodon", link="https://social.example.org/@mill")
    Faq.objects.create(event=event, question="May I bring <dogs>?", answer="<p>Yes.</p>")
    EventCopyright.objects.create(event=event, licence="CC BY 4.0", licence_url="https://cc.example.org")

    page = read(f"/e/{event.identifier}")

    shown = words(page)
    for said in ("Be kind.", "We like mills.", "May I bring <dogs>?", "Yes.", "CC BY 4.0", "Olga & Friends"):
        assert said in shown
    assert shown.index("First") < shown.index("Third") < shown.index("Without")
    assert {"https://live.example.org/1", "https://mill.example.org", "https://social.example.org/@mill"} <= set(
        page.xpath("//main//a/@href")
    )
    assert page.xpath("//a[contains(., 'Map')]/@href")[0].startswith("https://www.openstreetmap.org/")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Call it with a time, and pages are asked for then."""

    def then(text: str) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at(text))

    return then


def glimpsed(page: Any) -> list[str]:
    return [str(one) for one in page.xpath("//main//ul[@class='slots']//strong/text()")]


def test_an_event_shows_what_is_next_and_who_speaks(
    event: Event, session: Session, speaker: Speaker, olga: User, clock: Callable[[str], None]
) -> None:
    bob = speaking.add(event, by=olga, name="Bob Later", organisation="Mill")
    later = Slot(starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"), room=None)
    second = accepted(event, olga, "Welding for Few", later)
    speaking.link(bob, second, by=olga)
    accepted(event, olga, "Without a time", None)
    speaking.add(event, by=olga, name="Cleo of Nothing")
    path = f"/e/{event.identifier}"

    clock("2026-10-20 12:00")
    before = read(path)
    clock("2026-10-25 10:30")
    during = read(path)
    clock("2026-11-20 12:00")
    after = read(path)
    Speaker.objects.filter(pk=bob.pk).update(is_featured=True)

    everything = ["Soldering for All", "Welding for Few", "Without a time"]
    assert [glimpsed(one) for one in (before, during, after)] == [everything, everything[1:], everything]
    assert before.xpath("//h3/text()") == ["Saturday, October 24, 2026", "Sunday, October 25, 2026"]
    assert ["On now and next" in words(one) for one in (before, during, after)] == [False, True, False]
    people = [one.xpath("//main//ul[@class='people']//strong/text()") for one in (before, read(path))]
    assert people == [["Ann Onymous", "Bob Later"], ["Bob Later", "Ann Onymous"]]


def test_a_long_programme_is_glimpsed_at(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    for number in range(10):
        made = accepted(event, olga, f"Talk {number}", Slot.of(session))
        speaking.link(speaking.add(event, by=olga, name=f"Speaker {number}"), made, by=olga)

    page = read(f"/e/{event.identifier}")

    assert len(glimpsed(page)) == glimpse.SESSIONS
    assert len(page.xpath("//main//ul[@class='people']/li")) == glimpse.SPEAKERS


def test_an_event_of_which_nothing_is_told_yet_says_how_one_learns_of_it(
    event: Event, clock: Callable[[str], None]
) -> None:
    clock("2026-10-20 12:00")
    before = words(read(f"/e/{event.identifier}"))
    clock("2026-11-20 12:00")

    assert ["no more to read" in one for one in (before, words(read(f"/e/{event.identifier}")))] == [True, False]


def test_what_was_removed_is_shown_no_more(event: Event) -> None:
    now = timezone.now()
    Event.objects.update(is_sponsors_enabled=True)
    Sponsor.objects.create(event=event, name="Former sponsor", deleted_at=now)
    Faq.objects.create(event=event, question="Former question", answer="x", deleted_at=now)
    SocialLink.objects.create(event=event, name="Former link", link="https://x.example.org", deleted_at=now)

    assert "Former" not in words(read(f"/e/{event.identifier}"))


def test_tickets_are_offered_while_everybody_can_buy_some_or_will(event: Event) -> None:
    def offered() -> list[str]:
        page = read(f"/e/{event.identifier}")
        return [name for name in page.xpath("//main//a/@href") if name.endswith("/tickets")]

    ticket(event, "Hidden", is_hidden=True)
    ticket(event, "Former", sales_ends_at=timezone.now() - timedelta(hours=1))
    before = offered()
    ticket(event, "Later", sales_starts_at=timezone.now() + timedelta(hours=1))

    assert (before, offered()) == ([], [f"/e/{event.identifier}/tickets"])


def test_an_open_call_is_told_and_a_private_one_is_not(event: Event) -> None:
    now = timezone.now()
    call = SpeakersCall.objects.create(
        event=event, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), announcement="Come!"
    )

    def told() -> bool:
        return f"/e/{event.identifier}/call" in read(f"/e/{event.identifier}").xpath("//a/@href")

    opened = told()
    SpeakersCall.objects.filter(pk=call.pk).update(privacy="private", hash="a-secret-of-16-letters")
    private = told()
    SpeakersCall.objects.filter(pk=call.pk).update(privacy="public", hash="", ends_at=now - timedelta(hours=1))

    assert (opened, private, told()) == (True, False, False)


def test_calendars_follow_or_are_handed_out_once(event: Event, session: Session) -> None:
    page = read(f"/e/{event.identifier}")

    feed = f"/e/{event.identifier}/schedule.ics"
    assert page.xpath("//details//input[@readonly]/@value")[0].endswith(feed)
    menu = page.xpath("//details[contains(@class, 'menu')]//li")
    assert [one.xpath("string(a)") for one in menu] == ["Google Calendar", "Apple Calendar", "Outlook", "Thunderbird"]
    assert all(one.xpath("string(small)") for one in menu)
    assert page.xpath("//details//img/@src") == [f"/e/{event.identifier}/schedule/qr.svg"]
    (download,) = page.xpath("//a[.='Download']/@href")
    assert b"SUMMARY:Soldering for All" in Client().get(download).content


def test_times_are_shown_on_both_clocks_where_a_reader_asks_for_others(event: Event, session: Session) -> None:
    path = f"/e/{event.identifier}/session/{session.pk}"

    plain, both, kept = read(path), read(f"{path}?zone=America/New_York"), Client()
    kept.cookies["zone"] = "America/New_York"

    assert "10:00" in words(plain)
    assert "4:00" not in words(plain)
    assert "10:00" in words(both)
    assert "4:00" in words(both)
    assert "4:00" in kept.get(path, headers=HTML).content.decode()
    assert both.xpath("//link[@rel='canonical']/@href") == plain.xpath("//link[@rel='canonical']/@href")
    assert "?" not in both.xpath("//link[@rel='canonical']/@href")[0]


def test_a_call_is_told_to_be_open_until_the_announced_end_and_then_until_the_true_one(event: Event) -> None:
    now = timezone.now()
    soft, true = now + timedelta(days=2), now + timedelta(days=9)
    call = SpeakersCall.objects.create(event=event, starts_at=now - timedelta(days=1), ends_at=true, soft_ends_at=soft)

    def is_told(until: datetime) -> bool:
        said = f"until {moment(until, event.timezone)}".replace("\u202f", " ")
        return said in words(read(f"/e/{event.identifier}"))

    assert (is_told(soft), is_told(true)) == (True, False)
    SpeakersCall.objects.filter(pk=call.pk).update(soft_ends_at=now - timedelta(hours=1))
    assert is_told(true)


def test_a_session_shows_all_that_is_public_of_it(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    editing.change(
        session,
        by=olga,
        subtitle="With lead-free tin",
        language="de, en",
        level="Beginner",
        comments="<p>For the team</p>",
        slides_url="https://slides.example.org/1",
        slides=[{"name": "Hand-out", "link": "https://slides.example.org/2"}],
        video_url="https://video.example.org/1",
    )
    page = read(f"/e/{event.identifier}/session/{session.pk}")

    shown = words(page)
    for said in ("With lead-free tin", "German, English", "Beginner", "Open Hardware", "Blue Hall", "Ann Onymous"):
        assert said in shown
    assert "For the team" not in shown
    assert "ann@example.org" not in shown
    links = dict(
        zip(page.xpath("//ul[@class='chips']//a/text()"), page.xpath("//ul[@class='chips']//a/@href"), strict=True)
    )
    assert links == {
        "Slides": "https://slides.example.org/1",
        "Hand-out": "https://slides.example.org/2",
        "Video": "https://video.example.org/1",
    }
    assert f"/e/{event.identifier}/sessions/{session.pk}.ics" in page.xpath("//main//a/@href")


def test_parts_that_were_removed_are_shown_no_more(event: Event, session: Session) -> None:
    Track.objects.update(deleted_at=timezone.now())
    Microlocation.objects.update(deleted_at=timezone.now())

    page = read(f"/e/{event.identifier}/session/{session.pk}")

    assert "Open Hardware" not in words(page)
    assert "Blue Hall" not in words(page)
    assert linked(page)["location"]["name"] == "Old Mill"


def test_a_session_without_a_time_or_anything_else_is_a_page_too(event: Event, olga: User) -> None:
    bare = accepted(event, olga, "Bare", None)

    page = read(f"/e/{event.identifier}/session/{bare.pk}")

    assert "There is no time yet." in words(page)
    assert "startDate" not in linked(page)


@pytest.mark.parametrize("end", ["canceled", "deleted", "withdrawn"])
def test_a_session_that_does_not_take_place_says_so_and_no_more(
    event: Event, session: Session, olga: User, end: str
) -> None:
    path = f"/e/{event.identifier}/session/{session.pk}"
    if end == "deleted":
        removing.delete(session, by=olga)
    else:
        side = Side.SPEAKER if end == "withdrawn" else Side.ORGANIZER
        reviewing.change_state(session, to=end, side=side, by=olga, is_author=True)
    Session.objects.update(title="What it is called now", short_abstract="Rewritten")

    page = read(path)

    assert page.xpath("//h1/s/text()") == ["Soldering for All"]
    shown = words(page)
    assert "This session does not take place." in shown
    assert "Blue Hall, Old Mill" in shown
    assert not [one for one in ("Ann", "iron", "Rewritten", "called now") if one in shown]
    assert linked(page)["eventStatus"] == "https://schema.org/EventCancelled"


def test_speakers_stand_in_the_order_of_the_session(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    bob = speaking.add(event, by=olga, name="Bob Later")
    speaking.set_speakers(session, [speaker, bob], by=olga)
    speaking.set_speakers(session, [bob, speaker], by=olga)

    page = read(f"/e/{event.identifier}/session/{session.pk}")

    assert page.xpath("//ul[@class='people']//strong/text()") == ["Bob Later", "Ann Onymous"]
    assert [one["name"] for one in linked(page)["performer"]] == ["Bob Later", "Ann Onymous"]


def test_what_never_was_public_has_no_page(event: Event, olga: User, mallory: User) -> None:
    made = submitting.submit(event, by=olga, state="pending", title="A proposal")

    path = f"/e/{event.identifier}/session/{made.pk}"
    assert [signed_in(one).get(path).status_code for one in (None, mallory)] == [404, 404]


def test_long_after_the_event_a_cancelled_session_has_no_page(
    event: Event, session: Session, olga: User, a_month_later: Any
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    a_month_later()

    assert got(f"/e/{event.identifier}/session/{session.pk}").status_code == 404


def test_a_speaker_shows_what_is_public(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    speaking.change(
        speaker, by=olga, position="Tinkerer", organisation="Mill", website="https://ann.example.org", mobile="+49 30 1"
    )

    page = read(f"/e/{event.identifier}/speaker/{speaker.pk}")

    shown = words(page)
    assert "Tinkerer, Mill" in shown
    assert "+49" not in shown
    assert "ann@example.org" not in page.text_content()
    assert "https://ann.example.org" in page.xpath("//main//a/@href")
    assert "AO" in shown  # for want of a picture
    assert (linked(page)["@type"], linked(page)["jobTitle"]) == ("Person", "Tinkerer")


def test_the_sessions_of_a_speaker_are_followed_or_handed_out_once(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    second = accepted(event, olga, "Welding for Few", Slot.of(session))
    speaking.link(speaker, second, by=olga)
    accepted(event, olga, "Of somebody else", Slot.of(session))

    page = read(f"/e/{event.identifier}/speaker/{speaker.pk}")

    path = f"/e/{event.identifier}/schedule.ics?speaker={speaker.pk}"
    (followed,) = page.xpath("//main//input[@readonly]/@value")
    assert followed == urls.absolute(path)
    assert page.xpath("//link[@type='text/calendar']/@href") == [followed]
    programs = [unquote(one) for one in page.xpath("//main//ul[@class='programs']//a/@href")]
    assert [path in one for one in programs] == [True] * 4
    assert "Ann Onymous · Autumn Conference" in programs[2]
    for address in (path, *page.xpath("//main//a[.='Download']/@href")):
        calendar = Calendar.from_ical(Client().get(address).content)
        assert sorted(str(one["SUMMARY"]) for one in calendar.events) == ["Soldering for All", "Welding for Few"]
    (code,) = page.xpath("//main//img[@class='code']/@src")
    assert Client().get(code)["Content-Type"] == "image/svg+xml"


def test_an_event_is_linked_data_with_its_parts_and_offers(event: Event, session: Session) -> None:
    Event.objects.update(payment_currency="EUR", large_image_url="https://pictures.example.org/1.jpg")
    ticket(event, "Early bird")
    gone = ticket(event, "Gone", type="donation", price=0, min_price=500, max_price=None, max_order=1, quantity=1)
    Ticket.objects.filter(pk=gone.pk).update(taken=1)

    found = linked(read(f"/e/{event.identifier}"))

    assert [(one["name"], one["price"], one["priceCurrency"], one["availability"][19:]) for one in found["offers"]] == [
        ("Early bird", "12.50", "EUR", "InStock"),
        ("Gone", "5.00", "EUR", "SoldOut"),
    ]
    assert [(one["name"], one["startDate"]) for one in found["subEvent"]] == [
        ("Soldering for All", "2026-10-24T10:00:00+02:00")
    ]
    assert found["image"] == ["https://pictures.example.org/1.jpg"]
    assert (found["organizer"]["name"], found["location"]["name"]) == ("Olga & Friends", "Old Mill")
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


def test_what_moved_is_rescheduled_with_when_it_was_to_begin(event: Event, session: Session, olga: User) -> None:
    slot = replace(Slot.of(session), starts_at=at("2026-10-24 12:00"), ends_at=at("2026-10-24 13:00"))
    scheduling.move(session, to=slot, by=olga)
    event_editing.change(event, by=olga, starts_at=at("2026-10-24 06:00"))

    whole = linked(read(f"/e/{event.identifier}"))
    part = linked(read(f"/e/{event.identifier}/session/{session.pk}"))

    assert (whole["eventStatus"], whole["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2026-10-24T09:00:00+02:00",
    )
    assert part["previousStartDate"] == "2026-10-24T10:00:00+02:00"
    assert (part["performer"][0]["name"], part["superEvent"]["name"]) == ("Ann Onymous", "Autumn Conference")


def test_links_to_pages_are_shown_with_picture_and_words(event: Event, settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"
    url = media.keep(media.Upload(files={"large.jpg": b"x"}, shown_as="large.jpg"))
    Event.objects.update(large_image_url=url, description="<p>All about <b>mills</b>.</p>")

    page = read(f"/e/{event.identifier}")

    said = dict(zip(page.xpath("//meta/@property"), page.xpath("//meta[@property]/@content"), strict=True))
    assert said["og:image"] == url
    assert said["og:image"].startswith("https://events.example.org/media/")
    assert (said["og:title"], said["og:description"]) == ("Autumn Conference", "All about mills.")
    assert said["og:url"] == f"https://events.example.org/e/{event.identifier}"
    assert page.xpath("//link[@type='application/atom+xml']/@href") == [f"/e/{event.identifier}/schedule.atom"]


def test_a_private_event_is_not_for_engines(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    opened(event, olga)

    def asked(path: str) -> list[str]:
        return [str(one) for one in read(path).xpath("//meta[@name='robots']/@content")]

    here = f"/e/{event.identifier}"
    parts = ("changes", "schedule", "tickets", "call", f"session/{session.pk}", f"speaker/{speaker.pk}")
    paths = [here, *(f"{here}/{part}" for part in parts)]
    public = [asked(path) for path in paths]
    Event.objects.update(privacy="private")

    assert (public, [asked(path) for path in paths]) == ([[]] * 7, [["noindex"]] * 7)
    assert asked(f"{here}/my-schedule") == ["noindex"]


def test_three_of_everything_are_as_many_queries_as_one(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    def asked() -> list[int]:
        return [statements(None, f"/e/{event.identifier}{end}") for end in ("", f"/speaker/{speaker.pk}")]

    def one_more(number: int) -> None:
        Sponsor.objects.create(event=event, name=f"Sponsor {number}")
        Faq.objects.create(event=event, question=f"Question {number}", answer="x")
        ticket(event, f"Ticket {number}")
        slot = Slot(starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"), room=session.microlocation)
        speaking.link(speaker, accepted(event, olga, f"Another {number}", slot), by=olga)

    Event.objects.update(is_sponsors_enabled=True, payment_currency="EUR")
    one_more(0)
    once = asked()
    for number in (1, 2):
        one_more(number)

    assert asked() == once
