"""QR codes: read back, they lead to the calendar."""

import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from openevent.accounts.models import User
from openevent.events import editing, issuing, publishing
from openevent.events.models import Event, FeedToken
from openevent.program import submitting
from openevent.program.models import Track
from tests.conftest import at
from tests.feeds.calendars import get


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"


def read(answer: Any) -> str:
    """What a phone reads in the picture."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)).convert("L"))
    return str(found.text)


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("", "webcal://events.example.org/e/{}/schedule.ics"),
        ("?program=ics", "https://events.example.org/e/{}/schedule.ics"),
        ("?program=google", "https://calendar.google.com/calendar/r?cid=https%3A%2F%2Fevents.example.org%2Fe%2F{}"),
        ("?program=outlook", "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fevents.example.org"),
    ],
)
def test_the_code_of_an_event_leads_each_program_to_its_calendar(event: Event, query: str, start: str) -> None:
    found = read(get(f"/e/{event.identifier}/schedule/qr.png{query}"))

    assert found.startswith(start.format(event.identifier))


def test_the_code_of_a_part_leads_to_that_part(event: Event, track: Track) -> None:
    found = read(get(f"/e/{event.identifier}/schedule/qr.png?program=ics&day=2026-10-24&track={track.pk}"))

    assert found == f"https://events.example.org/e/{event.identifier}/schedule.ics?track={track.pk}&day=2026-10-24"


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("track=red", 400, "track"),
        ("track=999", 404, "track"),
        ("session={}", 404, "session"),
        ("state=draft", 401, "state"),
    ],
)
def test_a_part_that_nobody_can_follow_has_no_code(
    event: Event, olga: User, query: str, status: int, parameter: str
) -> None:
    waiting = submitting.submit(event, by=olga, title="Waiting", state="pending")

    answer = get(f"/e/{event.identifier}/schedule/qr.png?{query.format(waiting.pk)}")

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (status, {"parameter": parameter})


def test_the_code_of_a_token_leads_to_its_calendar(event: Event, ann: User) -> None:
    secret = issuing.issue(ann, name="Mine", scope="favourites")[1]
    answer = get(f"/feeds/{secret}/qr.png")

    assert read(answer) == f"webcal://events.example.org/feeds/{secret}.ics"
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_drawn_for_print_too(event: Event) -> None:
    answer = get(f"/e/{event.identifier}/schedule/qr.svg")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in answer.content
    assert answer["Cache-Control"] == "public, max-age=86400"


def test_what_nobody_may_follow_has_no_code(event: Event, olga: User, ann: User) -> None:
    secret = issuing.issue(ann, name="Mine", scope="favourites")[1]
    publishing.unpublish(event, by=olga)
    issuing.revoke(FeedToken.objects.get())

    paths = [f"/e/{event.identifier}/schedule/qr.svg", f"/feeds/{secret}/qr.svg", f"/feeds/{secret[::-1]}/qr.png"]
    assert [get(path).status_code for path in paths] == [404, 404, 404]


def test_an_unknown_program_is_named(event: Event) -> None:
    answer = get(f"/e/{event.identifier}/schedule/qr.svg?program=lotus")

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (400, {"parameter": "program"})


def test_the_event_offers_every_address_and_a_draft_none(event: Event, olga: User) -> None:
    links = get(f"/v1/events/{event.identifier}").json()["data"]["links"]
    publishing.unpublish(event, by=olga)
    drafted = get(f"/v1/events/{event.identifier}", olga).json()["data"]["links"]

    feed = f"https://events.example.org/e/{event.identifier}/schedule.ics"
    assert links == {
        "self": f"/v1/events/{event.pk}",
        "ics": feed,
        "webcal": feed.replace("https:", "webcal:"),
        "google": f"https://calendar.google.com/calendar/r?cid={feed.replace(':', '%3A').replace('/', '%2F')}",
        "outlook": "https://outlook.live.com/calendar/0/addfromweb?url="
        f"{feed.replace(':', '%3A').replace('/', '%2F')}&name=Autumn%20Conference",
        "qr": f"https://events.example.org/e/{event.identifier}/schedule/qr.svg",
    }
    assert drafted == {"self": f"/v1/events/{event.pk}"}


def test_a_published_schedule_says_where_it_is_followed(event: Event, olga: User) -> None:
    def seen() -> list[str | None]:
        found = get(f"/v1/events/{event.identifier}", olga).json()["data"]["attributes"]
        return [found[name] for name in ("ical-url", "xcal-url", "pentabarf-url")]

    before = seen()
    editing.change(event, by=olga, schedule_published_on=at("2026-10-01 12:00"))
    published = seen()
    publishing.unpublish(event, by=olga)

    start = f"https://events.example.org/e/{event.identifier}/schedule."
    assert before == seen() == [None, None, None]
    assert published == [f"{start}ics", f"{start}xcs", f"{start}xml"]
