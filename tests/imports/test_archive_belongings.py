"""Sponsors, links, licence and subject of an archive's event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openevent.events.models import Event, EventTopic, EventType
from openevent.imports.archive import Imported, belongings
from openevent.lib.errors import Refused
from tests.imports.archives import event, imported, told

pytestmark = pytest.mark.django_db

NO_ADDRESS = "is no absolute address (http, https or ftp); left out."
UNLISTED = "is not on this site's list; left out."


def the_event(**members: Any) -> tuple[Event, Imported]:
    result = imported(event=event(**members))
    return result.event, result


def test_sponsors_are_taken_over() -> None:
    quartz = {
        "id": 1,
        "name": "Quartz",
        "level": "9",
        "type": "Gold",
        "url": "https://quartz.example",
        "logo-url": "https://quartz.example/logo.png",
        "description": "<p onclick='x()'>Ticks</p>",
    }

    result = imported(sponsors=[quartz, {"name": "Cake"}])

    rows = result.event.sponsors.values_list("name", "level", "type", "url", "logo_url", "description", "deleted_at")
    assert list(rows) == [
        ("Quartz", 9, "Gold", "https://quartz.example", "https://quartz.example/logo.png", "<p>Ticks</p>", None),
        ("Cake", None, "", "", "", "", None),
    ]
    assert result.warnings == ()


def test_a_sponsor_without_a_name_and_with_a_wrong_address_is_mended_and_told() -> None:
    result = imported(sponsors=[{"id": 7, "logo": "/images/logo.png", "level": "top"}])

    assert list(result.event.sponsors.values_list("name", "logo_url", "level")) == [("Unnamed sponsor", "", None)]
    assert told(result, "sponsors", "name") == [(7, "Is empty; “Unnamed sponsor” is taken.")]
    assert told(result, "sponsors", "logo") == [(7, f"“/images/logo.png” {NO_ADDRESS}")]
    assert told(result, "sponsors", "level") == [(7, "“top” is no number; left out.")]


@pytest.mark.parametrize("spelling", ["social-links", "social_links"])
def test_links_are_taken_over(spelling: str) -> None:
    found, result = the_event(**{spelling: [{"id": 1, "name": "Code", "link": "https://code.example"}]})

    [link] = found.social_links.all()
    assert (link.name, link.link, len(link.identifier)) == ("Code", "https://code.example", 8)
    assert result.warnings == ()


def test_a_link_that_leads_nowhere_is_left_out_and_told() -> None:
    links = [{"name": "Here"}, {"name": "There", "link": "there"}, {"link": "https://x.example"}]

    found, result = the_event(social_links=links)

    assert list(found.social_links.values_list("name", "link")) == [("Link", "https://x.example")]
    assert told(result, "event", "social-links") == [(None, "“Here” leads nowhere; left out.")]
    assert told(result, "event", "social-links.link") == [(None, f"“there” {NO_ADDRESS}")]
    assert told(result, "event", "social-links.name") == [(None, "Is empty; “Link” is taken.")]


def test_so_many_links_are_taken_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belongings, "MOST_LINKS", 2)

    found, result = the_event(social_links=[{"name": "A", "link": "https://x.example"}] * 3)

    assert found.social_links.count() == 2
    assert told(result, "event", "social-links") == [(None, "3 entries: are more than 2; the first 2 are taken.")]


@pytest.mark.parametrize(("spelling", "logo"), [("event-copyright", "logo-url"), ("copyright", "logo")])
def test_a_licence_is_taken_over(spelling: str, logo: str) -> None:
    written = {
        "licence": "Attribution",
        "licence-url": "https://by.example",
        "holder": "Friends",
        "holder-url": None,
        "year": 2017,
        logo: "https://by.example/logo.png",
    }

    found, result = the_event(**{spelling: written})

    rows = found.copyrights.values_list("licence", "licence_url", "holder", "holder_url", "year", "logo_url")
    assert list(rows) == [("Attribution", "https://by.example", "Friends", "", 2017, "https://by.example/logo.png")]
    assert result.warnings == ()


def test_a_licence_that_says_nothing_is_none() -> None:
    found, result = the_event(event_copyright={"licence": "", "holder": None})

    assert (found.copyrights.count(), result.warnings) == (0, ())


@pytest.mark.parametrize("year", [1899, datetime.now(UTC).year + 1, "MMXVII"])
def test_an_impossible_year_is_left_out_and_told(year: object) -> None:
    found, result = the_event(event_copyright={"licence": "Attribution", "year": year})

    assert found.copyrights.get().year is None
    assert len(told(result, "event", "event-copyright.year")) == 1


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"social_links": "https://x.example"}, "event, “social-links” should be a list."),
        ({"social_links": ["https://x.example"]}, "event, “social-links” should hold objects only."),
        ({"event_copyright": "Attribution"}, "event, “event-copyright” should hold objects only."),
    ],
)
def test_a_wrong_form_is_refused(members: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        the_event(**members)

    assert str(refusal.value) == sentence


@pytest.fixture
def lists() -> None:
    """A site with a type and a topic of its own."""
    EventType.objects.create(name="Watch Fair", slug="watch-fair")
    topic = EventTopic.objects.create(name="Time & Tide", slug="time-&-tide")
    topic.event_sub_topics.create(name="Leap Seconds", slug="leap-seconds")


@pytest.mark.parametrize("written", ["Watch Fair", " watch  FAIR ", "watch-fair"])
def test_a_type_is_found_by_its_name_and_its_slug(lists: None, written: str) -> None:
    found, result = the_event(type=written)

    assert found.event_type == EventType.objects.get(slug="watch-fair")
    assert result.warnings == ()


def test_topic_and_sub_topic_are_found_together(lists: None) -> None:
    found, result = the_event(topic="Time & Tide", sub_topic="leap seconds")

    assert (str(found.event_topic), str(found.event_sub_topic)) == ("Time & Tide", "Leap Seconds")
    assert result.warnings == ()


def test_what_the_sites_list_does_not_have_is_left_out_and_told(lists: None) -> None:
    EventType.objects.filter(slug="watch-fair").update(deleted_at=datetime.now(UTC))

    found, result = the_event(type="Watch Fair", topic=["Time & Tide"], sub_topic="Leap Seconds")

    assert (found.event_type, found.event_topic, found.event_sub_topic) == (None, None, None)
    assert told(result, "event", "type") == [(None, f"“Watch Fair” {UNLISTED}")]
    assert told(result, "event", "sub-topic") == [(None, f"“Leap Seconds” {UNLISTED}")]
    assert told(result, "event", "topic") == [(None, f"1 entry: {UNLISTED}")]


def test_a_document_without_a_name_is_called_by_its_address() -> None:
    found, result = the_event(document_links=[{"link": "https://x.example"}, {"name": "Map", "link": "map"}])

    assert found.document_links == [{"name": "https://x.example", "link": "https://x.example"}]
    assert told(result, "event", "document-links") == [
        (None, "2 entries: is no absolute address (http, https or ftp); left out.")
    ]


def test_a_policy_is_text_and_a_message_is_html() -> None:
    found, _ = the_event(refund_policy=" a < b\nno refunds ", after_order_message="<p onclick='x()'>Thanks</p>")

    assert (found.refund_policy, found.after_order_message) == ("a < b\nno refunds", "<p>Thanks</p>")
