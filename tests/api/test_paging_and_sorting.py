"""Pages of lists, and their order (contract, 1.6)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.api.jsonapi import paging
from openevent.events.models import Event
from openevent.program import arranging, submitting
from openevent.program.models import Microlocation, Session, Track
from openevent.program.scheduling import Slot
from tests.api.defects.documents import get, ids, read, refusal
from tests.conftest import accepted, at


@pytest.fixture
def tracks(event: Event, olga: User) -> list[Track]:
    """Five, of which the names go one way and the positions another."""
    return [
        arranging.add(Track(event=event, name=name, color="#ff0000", position=position), by=olga)
        for position, name in enumerate("EDCBA")
    ]


def names(answer: Any) -> str:
    return "".join(row["attributes"]["name"] for row in read(answer))


def test_a_list_says_how_many_there_are_and_what_comes_next(event: Event, tracks: list[Track]) -> None:
    address = f"/v1/events/{event.pk}/tracks"

    answer = get(None, f"{address}?sort=name&page[size]=2&page[number]=2&fields[track]=name,font-color")

    page = f"{address}?sort=name&page%5Bsize%5D=2&fields%5Btrack%5D=name%2Cfont-color&page%5Bnumber%5D="
    assert names(answer) == "CD"
    assert answer.json()["meta"] == {"count": 5}
    assert answer.json()["links"] == {
        "self": f"{address}?sort=name&page[size]=2&page[number]=2&fields[track]=name,font-color",
        "first": f"{page}1",
        "last": f"{page}3",
        "prev": f"{page}1",
        "next": f"{page}3",
    }


def test_the_links_lead_through_every_page(event: Event, tracks: list[Track]) -> None:
    seen, address = "", f"/v1/events/{event.pk}/tracks?page[size]=2&sort=-name"

    while address:
        answer = get(None, address)
        seen += names(answer)
        address = answer.json()["links"].get("next", "")

    assert seen == "EDCBA"


@pytest.mark.parametrize("query", ["", "?page[size]=5", "?page[size]=1000"])
def test_one_page_has_no_links_to_others(event: Event, tracks: list[Track], query: str) -> None:
    answer = get(None, f"/v1/events/{event.pk}/tracks{query}")

    assert len(read(answer)) == 5
    assert answer.json()["links"].keys() == {"self"}


def test_a_page_has_twenty_rows_where_nothing_is_said(event: Event, olga: User) -> None:
    Track.objects.bulk_create(Track(event=event, name=f"Track {n}", color="#ff0000") for n in range(21))

    answer = get(None, f"/v1/events/{event.pk}/tracks")

    assert (len(read(answer)), answer.json()["meta"]["count"]) == (20, 21)


@pytest.mark.parametrize("number", ["4", "999999999"])
def test_a_page_after_the_last_is_empty_and_leads_back(event: Event, tracks: list[Track], number: str) -> None:
    answer = get(None, f"/v1/events/{event.pk}/tracks?page[size]=2&page[number]={number}")

    assert read(answer) == []
    assert answer.json()["links"].keys() == {"self", "first", "last", *(["prev"] if number == "4" else [])}


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "", "1e3", "٣", "+1", "99999999999", " 1", "1\x00"])
@pytest.mark.parametrize("parameter", ["page[size]", "page[number]"])
def test_what_is_no_number_of_a_page_is_refused(event: Event, parameter: str, value: str) -> None:
    address = f"/v1/events/{event.pk}/tracks"

    answer = get(None, f"{address}?{parameter}={value.replace('+', '%2B').replace(chr(0), '%00')}")

    assert refusal(answer) == (400, parameter)


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("name", "ABCDE"),
        ("-name", "EDCBA"),
        ("position", "EDCBA"),
        ("-position", "ABCDE"),
        ("id", "EDCBA"),
        ("-id", "ABCDE"),
        ("color,-name", "EDCBA"),
        ("event.name,name", "ABCDE"),
        ("-event.starts-at,name", "ABCDE"),
        ("", "EDCBA"),
        (",,name,", "ABCDE"),
    ],
)
def test_a_list_is_sorted_as_asked(event: Event, tracks: list[Track], sort: str, shown: str) -> None:
    assert names(get(None, f"/v1/events/{event.pk}/tracks?sort={sort}")) == shown


@pytest.mark.parametrize(
    "sort",
    [
        "nothing",
        "font-color",
        "event",
        "event.nothing",
        "event.tracks.name",
        "sessions.title",
        "event__name",
        "pk",
        "--name",
        "event.",
        ".name",
        "event_id",
        "name;drop",
        "deleted_on",
        "id,id,id,id,id,id",
    ],
)
@pytest.mark.parametrize("asker", ["anonymous", "olga"])
def test_what_cannot_be_sorted_by_is_refused(olga: User, event: Event, sort: str, asker: str) -> None:
    address = f"/v1/events/{event.pk}/tracks?sort={sort}"

    assert refusal(get(olga if asker == "olga" else None, address)) == (400, "sort")


@pytest.mark.parametrize("sort", ["email", "-email", "mobile", "gender"])
def test_no_order_tells_what_is_private(olga: User, event: Event, sort: str) -> None:
    address = f"/v1/events/{event.pk}/speakers?sort={sort}"

    assert refusal(get(None, address)) == (400, "sort")
    assert get(olga, address).status_code == 200


@pytest.mark.parametrize("name", ["first-name", "last-name", "public-name", "id"])
def test_no_order_tells_who_proposed_what(olga: User, tom: User, mallory: User, event: Event, name: str) -> None:
    by = [olga, tom, olga]
    made = [str(submitting.submit(event, by=user, state="pending", title="Same").pk) for user in by]
    Session.objects.update(state="accepted")
    User.objects.filter(pk=olga.pk).update(first_name="B", last_name="B", public_name="B")
    User.objects.filter(pk=tom.pk).update(first_name="A", last_name="A", public_name="A")
    address = f"/v1/events/{event.pk}/sessions?sort="

    seen = [ids(get(user, f"{address}{sign}creator.{name}")) for user in (None, mallory) for sign in ("", "-")]

    assert seen == [made] * 4
    assert ids(get(olga, f"{address}-creator.{name}")) != ids(get(olga, f"{address}creator.{name}"))


@pytest.mark.parametrize("name", ["email", "details", "billing-city", "is-admin"])
def test_no_order_tells_what_a_profile_does_not_show(olga: User, tom: User, ann: User, event: Event, name: str) -> None:
    made = [str(submitting.submit(event, by=user, state="pending", title="Same").pk) for user in (ann, tom, ann)]
    User.objects.filter(pk=ann.pk).update(details="B", billing_city="B", is_admin=True)
    address = f"/v1/events/{event.pk}/sessions?sort="

    seen = [ids(get(olga, f"{address}{sign}creator.{name}")) for sign in ("", "-")]

    assert seen == [made] * 2
    assert refusal(get(None, f"{address}creator.{name}")) == (400, "sort")


def test_sessions_are_sorted_by_when_and_where_they_are(olga: User, event: Event, session: Session) -> None:
    attic = arranging.add(Microlocation(event=event, name="Attic"), by=olga)
    slot = Slot(starts_at=at("2026-10-24 11:00"), ends_at=at("2026-10-24 12:00"), room=attic)
    later = accepted(event, olga, "Later", slot)

    orders = [
        ids(get(None, f"/v1/events/{event.pk}/sessions?sort={sort}")) for sort in ("-starts-at", "microlocation.name")
    ]

    assert orders == [[str(later.pk), str(session.pk)]] * 2


def test_rows_that_are_alike_are_on_one_page_each(olga: User, event: Event) -> None:
    made = {str(submitting.submit(event, by=olga, state="pending", title="Same").pk) for _ in range(7)}

    pages = [
        ids(get(olga, f"/v1/events/{event.pk}/sessions?sort=title&page[size]=2&page[number]={n}")) for n in (1, 2, 3, 4)
    ]

    assert sorted(one for page in pages for one in page) == sorted(made)


def test_every_list_ends_its_order_with_the_id(olga: User, event: Event) -> None:
    for address in ("events", "event-types", "roles", f"events/{event.pk}/tracks", f"events/{event.pk}/sessions"):
        for query in ("", "?sort=-id", "?sort=id"):
            with CaptureQueriesContext(connection) as asked:
                get(olga, f"/v1/{address}{query}")
            lists = [query["sql"] for query in asked if " LIMIT 20" in query["sql"]]
            assert all('"id" ' in sql.rpartition("ORDER BY")[2] for sql in lists)


@pytest.mark.parametrize("sort", ["", "position", "-position", "name,-position", "event.name,-id"])
def test_many_rows_are_paged_as_few_are(event: Event, olga: User, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    Track.objects.bulk_create(
        Track(event=event, name=f"{number % 3}", position=number % 4, color="#ff0000") for number in range(12)
    )
    pages = [f"/v1/events/{event.pk}/tracks?page[size]=5&page[number]={number}&sort={sort}" for number in range(1, 5)]

    few = [ids(get(olga, page)) for page in pages]
    cache.clear()
    monkeypatch.setattr(paging, "MANY", 2)
    many = [ids(get(olga, page)) for page in pages]

    assert many == few
    assert [len(page) for page in few] == [5, 5, 2, 0]
