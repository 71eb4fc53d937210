"""The door over HTTP: one scan, many of them, the log, and looking people up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.tickets import checking, finishing
from openevent.tickets.checking import Scan
from openevent.tickets.models import Attendee, CheckIn, Order, Ticket
from tests.api.defects.documents import document, get, plain, read, refusal, send
from tests.conftest import account
from tests.tickets.conftest import BUYER, completed, day, fair, fill, free, order, paid  # noqa: F401 - fixtures

Direction = CheckIn.Direction


@pytest.fixture
def rita(fair: Event, olga: User) -> User:  # noqa: F811 - the fixture
    """A registrar, and nothing else."""
    found = account("rita")
    User.objects.filter(pk=found.pk).update(public_name="Rita")
    team.appoint(found, EventRole.Name.REGISTRAR, fair, by=olga)
    found.refresh_from_db()
    return found


@pytest.fixture
def guest(ann: User, free: Ticket) -> Attendee:  # noqa: F811
    """Ann's, with a good ticket that she bought a while ago."""
    made = completed(ann, (free, 1))
    Attendee.objects.filter(order=made).update(created_at=day(-3))
    return made.attendees.get()


@pytest.fixture
def door(guest: Attendee) -> str:
    return f"/v1/events/{guest.event.identifier}/check-ins"


def said(attendee: Attendee, direction: str = "in", key: str = "1", **more: Any) -> dict[str, Any]:
    return {"code": attendee.identifier, "direction": direction, "key": key, **more}


def scan(user: User | None, door: str, *args: Any, **more: Any) -> Any:
    return send(user, "POST", door, document("check-in", said(*args, **more)))


def before(**span: float) -> str:
    return (timezone.now() - timedelta(**span)).isoformat()


def test_a_scan_is_answered_with_what_it_comes_to(rita: User, guest: Attendee, door: str) -> None:
    answer = scan(rita, f"{door}?include=attendee", guest, device="Gate 1")

    row = read(answer, 201)
    assert row["attributes"] == {
        "direction": "in",
        "outcome": "counted",
        "key": "1",
        "device": "Gate 1",
        "client-at": None,
        "at": row["attributes"]["at"],
    }
    assert answer.json()["meta"] == {"message": "Guest 0 Ann is in.", "already": False}
    assert answer.json()["included"][0]["attributes"]["is-checked-in"] is True
    assert answer["Location"] == f"/v1/check-ins/{row['id']}"
    assert read(get(rita, answer["Location"]))["attributes"] == row["attributes"]


def test_a_scan_that_is_sent_again_is_answered_the_same(rita: User, guest: Attendee, door: str) -> None:
    first, again = scan(rita, door, guest), scan(rita, door, guest)

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert CheckIn.objects.count() == 1


def test_who_is_in_already_is_no_error(rita: User, olga: User, guest: Attendee, door: str) -> None:
    scan(rita, door, guest, device="Gate 1")

    answer = scan(olga, door, guest, key="2")

    told = answer.json()["meta"]
    assert (answer.status_code, told["already"]) == (201, True)
    assert told["message"].startswith("Guest 0 Ann came in already: ")
    assert told["message"].endswith(", by Rita, at Gate 1.")


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"code": "nobody"}, 404, "/code"),
        ({"direction": "up"}, 422, "/data/attributes/direction"),
        ({"key": ""}, 422, "/data/attributes/key"),
        ({"key": "x" * 101}, 422, "/data/attributes/key"),
        ({"client-at": "yesterday"}, 422, "/data/attributes/client-at"),
        ({"client-at": "2020-01-01T00:00:00Z"}, 422, "/client-at"),
        ({"code": None}, 422, "/data/attributes/code"),
    ],
)
def test_what_is_no_scan_is_refused(
    rita: User, guest: Attendee, door: str, change: dict[str, Any], status: int, pointer: str
) -> None:
    answer = send(rita, "POST", door, document("check-in", {**said(guest), **change}))

    assert refusal(answer) == (status, pointer)
    assert CheckIn.objects.count() == 0


def test_an_unpaid_ticket_lets_nobody_in(rita: User, ann: User, paid: Ticket, door: str) -> None:  # noqa: F811
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")

    answer = scan(rita, door, made.attendees.get())

    assert refusal(answer)[0] == 409
    assert "not paid yet" in answer.json()["errors"][0]["detail"]


def test_d110_registrars_check_in_and_buyers_do_not(
    rita: User, ann: User, mallory: User, guest: Attendee, door: str
) -> None:
    home = f"/v1/attendees/{guest.pk}"
    marks = document("attendee", {"is-checked-in": True, "checkin-times": before(hours=1)}, row=guest)

    assert [scan(user, door, guest).status_code for user in (None, ann, mallory)] == [401, 403, 403]
    assert [send(user, "PATCH", home, marks).status_code for user in (None, ann, mallory)] == [401, 403, 404]
    assert get(ann, door).status_code == get(mallory, door).status_code == 403
    assert get(None, door).status_code == 401
    assert CheckIn.objects.count() == 0

    assert send(rita, "PATCH", home, marks).status_code == 200
    assert scan(rita, door, guest, "out").status_code == 201


def test_a_registrar_of_another_event_checks_nobody_in(
    olga: User, mallory: User, event: Event, guest: Attendee, door: str
) -> None:
    team.appoint(mallory, EventRole.Name.REGISTRAR, event, by=olga)
    row = checking.check_in(guest.event, Scan(code=guest.identifier, direction=Direction.IN, key="1"), by=olga).scan

    assert scan(mallory, door, guest).status_code == 403
    assert scan(mallory, f"/v1/events/{event.pk}/check-ins", guest).status_code == 404
    assert get(mallory, f"/v1/check-ins/{row.pk}").status_code == 404
    assert read(get(mallory, f"/v1/events/{event.pk}/check-ins")) == []


# --- many at once ---------------------------------------------------------------------------------------------------------


def batch(user: User, door: str, *scans: Any) -> list[Any]:
    answer = plain(user, f"{door}/batch", {"check-ins": list(scans)})
    assert answer.status_code == 200, answer.content
    found: list[Any] = answer.json()["results"]
    return found


def test_what_was_seen_offline_comes_late_and_is_taken_one_by_one(rita: User, guest: Attendee, door: str) -> None:
    came = said(guest, "in", "a", **{"client-at": before(hours=3), "device": "Gate 1"})
    left = said(guest, "out", "b", **{"client-at": before(hours=2)})
    wrong = said(guest, "up", "c")

    results = batch(rita, door, left, wrong, came, "?", {"code": "nobody", "direction": "in", "key": "d"}, came)

    assert [one.get("meta", {}).get("message") for one in results] == [
        *("Guest 0 Ann is out.", None, "Guest 0 Ann is in.", None, None, "Guest 0 Ann is in."),
    ]
    faults = [one["errors"][0] for one in results if "errors" in one]
    assert [(one["status"], one.get("source")) for one in faults] == [
        ("422", {"pointer": "/direction"}),
        ("400", None),
        ("404", {"pointer": "/code"}),
    ]
    assert results[2]["data"] == results[5]["data"]
    guest.refresh_from_db()
    assert (guest.is_checked_in, guest.is_checked_out, CheckIn.objects.count()) == (False, True, 2)


def test_a_batch_that_was_cut_off_is_simply_sent_again(rita: User, guest: Attendee, door: str) -> None:
    scans = [said(guest, way, way, **{"client-at": before(hours=1)}) for way in ("in", "registered", "out")]
    batch(rita, door, *scans[:2])

    assert batch(rita, door, *scans) == batch(rita, door, *reversed(scans))[::-1]
    assert CheckIn.objects.count() == 3


@pytest.mark.parametrize("body", [[], {}, {"check-ins": {}}, {"check-ins": [{}] * 201}])
def test_a_batch_is_an_array_of_at_most_two_hundred(rita: User, door: str, body: Any) -> None:
    assert plain(rita, f"{door}/batch", body).status_code == 400


def test_only_the_door_sends_batches(ann: User, mallory: User, guest: Attendee, door: str) -> None:
    for user, status in ((ann, 403), (mallory, 403)):
        assert plain(user, f"{door}/batch", {"check-ins": [said(guest)]}).status_code == status

    assert CheckIn.objects.count() == 0


# --- the log ----------------------------------------------------------------------------------------------------------------


def test_the_log_is_read_page_by_page_with_as_many_questions_for_three_as_for_one(
    rita: User, guest: Attendee, door: str
) -> None:
    scan(rita, door, guest)
    address = f"{door}?include=attendee,user,first&page[size]=2"
    get(rita, address)  # what is asked once per process
    with CaptureQueriesContext(connection) as one:
        assert len(read(get(rita, address))) == 1
    scan(rita, door, guest, key="2")
    scan(rita, door, guest, "out", "3")

    with CaptureQueriesContext(connection) as three:
        answer = get(rita, address)

    assert [row["attributes"]["outcome"] for row in read(answer)] == ["counted", "already"]
    assert answer.json()["meta"] == {"count": 3}
    assert len(three) <= len(one) + 1  # “first” leads somewhere now


def test_nothing_of_the_log_is_changed_over_http(olga: User, guest: Attendee, door: str) -> None:
    row = read(scan(olga, door, guest), 201)

    for method in ("PATCH", "DELETE"):
        assert send(olga, method, f"/v1/check-ins/{row['id']}", document("check-in", {"key": "2"})).status_code == 405


# --- as the published API has it --------------------------------------------------------------------------------------------


def attributes(user: User, attendee: Attendee) -> Any:
    found = read(get(user, f"/v1/attendees/{attendee.pk}"))["attributes"]
    names = ("is-checked-in", "is-checked-out", "is-registered", "checkin-times", "checkout-times", "register-times")
    return {name: found[name] for name in (*names, "device-name-checkin") if name in found}


def patch(user: User, attendee: Attendee, **marks: Any) -> Any:
    named = {name.replace("_", "-"): value for name, value in marks.items()}
    return send(user, "PATCH", f"/v1/attendees/{attendee.pk}", document("attendee", named, row=attendee))


def moment(**span: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(**span)


def test_an_attendee_is_checked_in_and_out_by_its_members(rita: User, guest: Attendee) -> None:
    came, left = moment(hours=3), moment(hours=2)

    first = patch(rita, guest, is_checked_in=True, checkin_times=came.isoformat(), device_name_checkin="Gate 1")
    patch(rita, guest, is_checked_out=True, checkout_times=left.isoformat())

    assert read(first)["attributes"]["is-checked-in"] is True
    assert attributes(rita, guest) == {
        "is-checked-in": False,
        "is-checked-out": True,
        "is-registered": False,
        "checkin-times": came.isoformat(),
        "checkout-times": left.isoformat(),
        "register-times": None,
        "device-name-checkin": "Gate 1",
    }
    assert CheckIn.objects.filter(by=rita).count() == 2


def test_the_same_change_again_adds_nothing(rita: User, guest: Attendee) -> None:
    change = {"is_checked_in": True, "checkin_times": moment(hours=1).isoformat()}

    assert [patch(rita, guest, **change).status_code for _ in range(2)] == [200, 200]
    assert CheckIn.objects.count() == 1


def test_a_page_that_writes_the_whole_attendee_back_toggles_it(rita: User, guest: Attendee) -> None:
    for is_in in (True, False, True):
        page = read(get(rita, f"/v1/attendees/{guest.pk}"))["attributes"]
        page["is-checked-in"] = is_in
        if is_in:
            page["checkin-times"] = ",".join([*filter(None, [page["checkin-times"]]), timezone.now().isoformat()])
        answer = send(rita, "PATCH", f"/v1/attendees/{guest.pk}", document("attendee", page, row=guest))
        assert read(answer)["attributes"]["is-checked-in"] is is_in

    ways = list(CheckIn.objects.values_list("direction", flat=True))
    assert ways == ["in", "out", "in"]


def test_a_telephone_that_sends_the_time_of_leaving_as_that_of_a_check_in_is_understood(
    rita: User, guest: Attendee
) -> None:
    patch(rita, guest, is_checked_in=True, checkin_times=moment(hours=2).isoformat())
    left = moment(hours=1)

    patch(rita, guest, is_checked_in=False, checkin_times=left.isoformat())

    found = attributes(rita, guest)
    assert (found["is-checked-in"], found["checkout-times"]) == (False, left.isoformat())


def test_a_change_that_is_sent_again_after_another_is_no_change(rita: User, guest: Attendee) -> None:
    came = {"is_checked_in": True, "checkin_times": moment(hours=2).isoformat()}
    patch(rita, guest, **came)
    patch(rita, guest, is_checked_out=True, checkout_times=moment(hours=1).isoformat())

    again = read(patch(rita, guest, **came))["attributes"]

    assert (again["is-checked-in"], again["is-checked-out"], CheckIn.objects.count()) == (False, True, 2)


def test_a_page_from_before_the_first_scan_checks_nobody_out(rita: User, olga: User, guest: Attendee) -> None:
    page = read(get(olga, f"/v1/attendees/{guest.pk}"))["attributes"]
    patch(rita, guest, is_checked_in=True, checkin_times=moment(hours=1).isoformat())

    old = send(olga, "PATCH", f"/v1/attendees/{guest.pk}", document("attendee", {**page, "city": "Bonn"}, row=guest))

    assert (read(old)["attributes"]["is-checked-in"], read(old)["attributes"]["city"]) == (True, "Bonn")


def test_an_old_page_checks_nobody_out(rita: User, olga: User, guest: Attendee) -> None:
    patch(rita, guest, is_checked_in=True, checkin_times=moment(hours=3).isoformat())
    patch(rita, guest, is_checked_out=True, checkout_times=moment(hours=2).isoformat())
    page = read(get(olga, f"/v1/attendees/{guest.pk}"))["attributes"]
    patch(rita, guest, is_checked_in=True, checkin_times=moment(hours=1).isoformat())

    old = send(
        olga, "PATCH", f"/v1/attendees/{guest.pk}", document("attendee", {**page, "attendee-notes": "VIP"}, row=guest)
    )

    shown = read(old)["attributes"]
    assert (shown["attendee-notes"], shown["is-checked-in"], CheckIn.objects.count()) == ("VIP", True, 3)


@pytest.mark.parametrize(
    ("marks", "member"),
    [
        ({"is_checked_in": True}, "checkin-times"),
        ({"device_name_checkin": "Gate"}, "device-name-checkin"),
        ({"is_checked_in": True, "checkin_times": "{now},{now}", "device_name_checkin": "Gate"}, "device-name-checkin"),
        ({"is_checked_in": True, "checkin_times": "soon"}, "checkin-times"),
        ({"is_checked_in": True, "checkin_times": "2020-01-01T00:00:00Z"}, "checkin-times"),
        (
            {"is_checked_in": True, "checkin_times": ",".join(f"2020-01-01T00:00:{n:02}" for n in range(51))},
            "checkin-times",
        ),
    ],
)
def test_who_came_when_has_to_be_said(rita: User, guest: Attendee, marks: dict[str, Any], member: str) -> None:
    now = moment(minutes=1).isoformat()
    filled = {name: value.format(now=now) if isinstance(value, str) else value for name, value in marks.items()}

    assert refusal(patch(rita, guest, **filled)) == (422, f"/data/attributes/{member}")
    assert CheckIn.objects.count() == 0


def test_a_registrar_marks_who_came_and_nothing_else(rita: User, guest: Attendee) -> None:
    answer = patch(rita, guest, firstname="Other", is_checked_in=True, checkin_times=before(hours=1))

    guest.refresh_from_db()
    assert refusal(answer)[0] == 403
    assert (guest.firstname, guest.is_checked_in) == ("Guest 0", False)


def test_a_buyer_fills_in_a_whole_attendee_and_checks_nobody_in(ann: User, free: Ticket) -> None:  # noqa: F811
    attendee = order(ann, (free, 1)).attendees.get()
    page = read(get(ann, f"/v1/attendees/{attendee.pk}"))["attributes"]

    filled = send(
        ann,
        "PATCH",
        f"/v1/attendees/{attendee.pk}",
        document("attendee", {**page, "firstname": "Ann"}, row=attendee),
    )
    marked = send(
        ann,
        "PATCH",
        f"/v1/attendees/{attendee.pk}",
        document("attendee", {**page, "firstname": "Bea", "is-registered": True}, row=attendee),
    )

    attendee.refresh_from_db()
    assert (filled.status_code, refusal(marked)[0], attendee.firstname) == (200, 403, "Ann")
    assert "device-name-checkin" not in page


def test_whether_somebody_is_registered_is_told_at_the_door(
    rita: User, ann: User, mallory: User, guest: Attendee
) -> None:
    address = f"/v1/states?event_id={guest.event.identifier}&attendee_id={guest.pk}"
    at = moment(hours=1)
    patch(rita, guest, is_registered=True, register_times=at.isoformat())

    assert get(rita, address).json() == {"is_registered": True, "register_times": at.isoformat()}
    assert [get(user, address).status_code for user in (None, ann, mallory)] == [401, 403, 403]
    assert [get(rita, wrong).status_code for wrong in ("/v1/states", f"{address}0", f"{address}x")] == [404] * 3


# --- looking people up ------------------------------------------------------------------------------------------------------


def test_d108_the_door_finds_people_by_parts_of_their_names(
    rita: User,
    ann: User,
    mallory: User,
    guest: Attendee,
    free: Ticket,  # noqa: F811
) -> None:
    Attendee.objects.filter(pk=guest.pk).update(firstname="Anna Maria", lastname="Schmidt", phone="1", address="Home 1")
    order(ann, (free, 1)).attendees.update(lastname="Schmidt")  # is filled in still
    address = f"/v1/events/{guest.event.identifier}/attendees/search"

    answer = get(rita, f"{address}?name=schm%20ANNA")

    assert answer.json() == [
        {
            "id": str(guest.pk),
            "identifier": guest.identifier,
            "order_identifier": str(guest.order.identifier),
            "order_status": "completed",
            "ticket": "Visitor",
            "firstname": "Anna Maria",
            "lastname": "Schmidt",
            "email": "guest0@example.org",
            "is_checked_in": False,
            "is_checked_out": False,
            "is_registered": False,
        }
    ]
    assert len(get(rita, f"{address}?email=GUEST0@").json()) == 1
    assert get(rita, f"{address}?name=anna&email=nobody").json() == get(rita, f"{address}?name=zz").json() == []
    assert [get(user, f"{address}?name=anna").status_code for user in (None, ann, mallory)] == [401, 403, 403]


@pytest.mark.parametrize("query", ["", "?name=", "?name=a", "?email=%20%20b", "?name=" + "x" * 101, "?name=a%00b"])
def test_the_door_finds_nobody_by_nothing(rita: User, guest: Attendee, query: str) -> None:
    assert get(rita, f"/v1/events/{guest.event.identifier}/attendees/search{query}").status_code == 400


def test_the_search_asks_as_often_for_three_as_for_one_and_shows_at_most_fifty(
    rita: User,
    ann: User,
    guest: Attendee,
    free: Ticket,  # noqa: F811
) -> None:
    address = f"/v1/events/{guest.event.identifier}/attendees/search?name=guest"
    get(rita, address)
    with CaptureQueriesContext(connection) as one:
        assert len(get(rita, address).json()) == 1
    made = completed(ann, (free, 2))

    with CaptureQueriesContext(connection) as three:
        assert len(get(rita, address).json()) == 3

    assert len(three) == len(one)
    known = made.attendees.all()[0]
    Attendee.objects.bulk_create(
        Attendee(
            event=known.event, order=known.order, ticket=free, firstname="Guest", created_at=day(0), revised_at=day(0)
        )
        for _ in range(60)
    )
    assert len(get(rita, address).json()) == 50
    assert Order.objects.count() == 2
