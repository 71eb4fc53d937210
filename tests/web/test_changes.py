"""The page of what has changed."""

from dataclasses import replace
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import editing as event_editing
from openevent.events import publishing
from openevent.events.models import Change, Event
from openevent.program import editing, reviewing, scheduling
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from openevent.web.public import changes
from tests.conftest import accepted, at
from tests.web import pages


def read(event: Event, query: str = "", by: User | None = None) -> Any:
    return pages.read(by, f"/e/{event.identifier}/changes{query}")


def items(page: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//main//li[span[contains(@class, 'what')]]")]


@pytest.fixture
def yesterday(event: Event, session: Session) -> None:
    """All that made the session was done before."""
    Change.objects.filter(event=event).update(at=at("2026-01-01 12:00"))


def test_what_moved_was_renamed_and_cancelled_is_told_with_what_it_was(
    event: Event, session: Session, olga: User, yesterday: None
) -> None:
    other = accepted(event, olga, "Tea", Slot(starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-24 11:00")))
    Change.objects.filter(event=event).update(at=at("2026-01-01 12:00"))
    slot = replace(Slot.of(session), starts_at=at("2026-10-24 12:00"), ends_at=at("2026-10-24 13:00"))
    scheduling.move(session, to=slot, by=olga)
    editing.change(session, by=olga, title="Soldering & more")
    reviewing.change_state(other, to="canceled", side=Side.ORGANIZER, by=olga)
    event_editing.change(event, by=olga, location_name="New Mill")

    page = read(event, "?since=2026-01-02")

    clocks = "before: Oct 24, 2026, 10:00 – 11:00 AM → now: 2:00 – 3:00 PM"
    assert items(page) == [
        "Other place Autumn Conference Place before: Old Mill → now: New Mill",
        "Cancelled Tea Time before: Oct 24, 2026, 12:00 – 1:00 PM",
        f"Moved Soldering & more Title before: Soldering for All → now: Soldering & more Time {clocks}",
    ]
    assert page.xpath("//main//li//a/@href") == [
        f"/e/{event.identifier}",
        f"/e/{event.identifier}/session/{other.pk}",
        f"/e/{event.identifier}/session/{session.pk}",
    ]


def test_times_are_shown_on_the_clocks_that_are_asked_for(event: Event, session: Session) -> None:
    there = read(event, "?zone=America/New_York&since=2026-01-02")
    assert "4:00" in items(there)[0]
    # Each form keeps what the other one has set.
    assert there.xpath("//form[@class='since']/input[@name='zone']/@value") == ["America/New_York"]
    assert there.xpath("//form[@data-asks]/input[@name='since']/@value") == ["2026-01-02"]
    assert there.xpath("//a[contains(@href, 'changes?')]/@href") == [
        f"/e/{event.identifier}/changes?zone=America%2FNew_York"
    ]


def test_strangers_and_everybody_else_read_the_same_and_proposals_are_in_it_for_nobody(
    event: Event, session: Session, olga: User, mallory: User
) -> None:
    reviewing.change_state(accepted(event, olga, "Tea", None), to="canceled", side=Side.ORGANIZER, by=olga)
    seen = [items(read(event, by=one)) for one in (None, mallory, olga)]

    assert seen[0] == seen[1] == seen[2] != []


def test_what_is_asked_wrongly_is_not_looked_at(event: Event, session: Session) -> None:
    all_of_it = items(read(event))

    for query in ("?since=x", "?since=0001-01-01", "?since=9999-12-31", "?since=%00", "?since=2026-02-30", "?page=x"):
        assert items(read(event, query)) == all_of_it
    assert items(read(event, "?since=2200-01-01")) == []
    assert "Nothing has changed since then." in read(event, "?since=2200-01-01").text_content()


def test_a_draft_has_no_such_page(event: Event, olga: User, mallory: User) -> None:
    publishing.unpublish(event, by=olga)

    answers = [pages.got(one, f"/e/{event.identifier}/changes").status_code for one in (None, mallory)]

    assert answers == [404, 404]


def test_long_after_the_event_nobody_is_told_of_what_was_cancelled(
    event: Event, session: Session, olga: User, yesterday: None, a_month_later: Any
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    before = items(read(event, "?since=2026-01-02"))
    a_month_later()

    assert (len(before), items(read(event, "?since=2026-01-02"))) == (1, [])


def test_much_news_is_on_several_pages(
    event: Event, session: Session, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "ON_A_PAGE", 1)
    accepted(event, olga, "Tea", None)
    first = read(event, "?since=2026-01-02")

    assert [len(items(first)), first.xpath("//a[@rel='next']/@href")] == [1, ["?since=2026-01-02&page=2"]]
    there = read(event, "?since=2026-01-02&zone=Asia/Tokyo")
    assert there.xpath("//a[@rel='next']/@href") == ["?since=2026-01-02&zone=Asia%2FTokyo&page=2"]
    assert items(first) != items(read(event, "?page=2"))


def test_three_pieces_of_news_are_as_many_queries_as_one(event: Event, session: Session, olga: User) -> None:
    path = f"/e/{event.identifier}/changes"
    one = pages.statements(None, path)
    for number in range(2):
        accepted(event, olga, f"Another {number}", None)

    assert pages.statements(None, path) == one
