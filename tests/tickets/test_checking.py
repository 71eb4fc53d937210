"""At the door: a ticket is read, and who holds it is in, or out; once for each scan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import removing, team
from openevent.events.models import Event, EventRole
from openevent.lib.models import WrongValue
from openevent.tickets import checking, expiring, finishing, greeting, moving
from openevent.tickets.checking import KeyUsed, NotAdmitted, NotAtTheDoor, NoTicket, Scan, WrongClock
from openevent.tickets.models import Attendee, CheckIn, Order, Ticket
from tests.racing import together
from tests.tickets.conftest import BUYER, TEAM, completed, fill, order, ticket

Direction = CheckIn.Direction


@pytest.fixture
def ann_in(ann: User, free: Ticket) -> Attendee:
    """Ann's, with a good ticket."""
    return completed(ann, (free, 1)).attendees.get()


def scan(attendee: Attendee, direction: str = "in", key: str = "1", **facts: Any) -> Scan:
    return Scan(code=attendee.identifier, direction=Direction(direction), key=key, **facts)


def columns(attendee: Attendee) -> tuple[bool, bool, bool]:
    found = Attendee.objects.get(pk=attendee.pk)
    return found.is_checked_in, found.is_checked_out, found.is_registered


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def ordered_long_ago(attendee: Attendee) -> None:
    Attendee.objects.filter(pk=attendee.pk).update(created_at=ago(days=2))


def begun(event: Event) -> None:
    """It goes on at this moment."""
    Event.objects.filter(pk=event.pk).update(starts_at=ago(hours=1), ends_at=timezone.now() + timedelta(hours=5))


def test_who_has_a_good_ticket_is_let_in(tom: User, fair: Event, ann_in: Attendee) -> None:
    code = f"{ann_in.order.identifier}-{ann_in.identifier}"

    checked = checking.check_in(fair, Scan(code=code, direction=Direction.IN, key="k", device="Gate 1"), by=tom)

    row = checked.scan
    assert (checked.is_new, row.attendee, row.outcome, row.by, row.device) == (True, ann_in, "counted", tom, "Gate 1")
    assert columns(ann_in) == (True, False, False)
    assert greeting.told(row) == "Guest 0 Ann is in."


def test_a_code_is_typed_in_the_groups_in_which_it_is_shown(tom: User, fair: Event, ann_in: Attendee) -> None:
    typed = " ".join(ann_in.identifier[at : at + 4].upper() for at in range(0, 24, 4))

    checked = checking.check_in(fair, Scan(code=f" {typed} ", direction=Direction.IN, key="k"), by=tom)

    assert checked.scan.attendee == ann_in


def test_a_scan_that_is_sent_again_is_the_same_scan(tom: User, fair: Event, ann_in: Attendee) -> None:
    first = checking.check_in(fair, scan(ann_in), by=tom)
    checking.check_in(fair, scan(ann_in, "out", "2"), by=tom)

    again = checking.check_in(fair, scan(ann_in), by=tom)

    assert (again.is_new, again.scan, again.scan.outcome) == (False, first.scan, "counted")
    assert CheckIn.objects.count() == 2
    assert columns(ann_in) == (False, True, False)


def test_who_is_in_already_is_told_who_let_them_in_and_when(
    olga: User, tom: User, fair: Event, ann_in: Attendee
) -> None:
    User.objects.filter(pk=tom.pk).update(public_name="Tom")
    tom.refresh_from_db()
    first = checking.check_in(fair, scan(ann_in, device="Gate 1"), by=tom).scan

    second = checking.check_in(fair, scan(ann_in, key="2"), by=olga).scan

    assert (second.outcome, second.first) == ("already", first)
    at = first.moment.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d %H:%M")
    assert greeting.told(second) == f"Guest 0 Ann came in already: {at}, by Tom, at Gate 1."
    assert columns(ann_in) == (True, False, False)


def test_out_goes_who_came_in_and_in_again_who_went_out(tom: User, fair: Event, ann_in: Attendee) -> None:
    ways = ["out", "in", "out", "out", "in"]

    outcomes = [
        checking.check_in(fair, scan(ann_in, way, str(number)), by=tom).scan.outcome for number, way in enumerate(ways)
    ]

    assert outcomes == ["not-in", "counted", "counted", "already", "counted"]
    assert columns(ann_in) == (True, False, False)


def test_who_gets_a_badge_is_registered_and_need_not_be_in(tom: User, fair: Event, ann_in: Attendee) -> None:
    checking.check_in(fair, scan(ann_in, "registered"), by=tom)

    assert columns(ann_in) == (False, False, True)


def test_only_registrars_and_up_of_this_very_event_stand_at_the_door(
    olga: User, tom: User, ann: User, mallory: User, staff: User, fair: Event, event: Event, ann_in: Attendee
) -> None:
    team.appoint(mallory, EventRole.Name.REGISTRAR, event, by=olga)
    toms = EventRole.objects.get(user=tom, event=fair)
    team.change_role(toms, EventRole.Name.MODERATOR, by=olga)
    for somebody in (ann, mallory, tom):
        with pytest.raises(NotAtTheDoor, match="Only registrars, coorganizers, organizers and the owner"):
            checking.check_in(fair, scan(ann_in), by=somebody)

    team.change_role(toms, EventRole.Name.REGISTRAR, by=olga)
    for number, somebody in enumerate((tom, olga, staff)):
        assert checking.check_in(fair, scan(ann_in, key=str(number)), by=somebody).is_new


@pytest.mark.parametrize("code", ["", "x", "00" * 12, "{order}", "{order}-", "{other}-{own}", "\x00", "{own}-{own}"])
def test_what_is_no_ticket_of_the_event_is_unknown(tom: User, fair: Event, ann_in: Attendee, code: str) -> None:
    parts = {
        "order": str(ann_in.order.identifier),
        "other": "00000000-0000-4000-8000-000000000000",
        "own": ann_in.identifier,
    }

    with pytest.raises(NoTicket, match="This is no ticket of “Spring Fair”"):
        checking.check_in(fair, Scan(code=code.format(**parts), direction=Direction.IN, key="1"), by=tom)


def test_a_ticket_of_another_event_is_none_of_this(olga: User, event: Event, ann_in: Attendee) -> None:
    with pytest.raises(NoTicket):
        checking.check_in(event, scan(ann_in), by=olga)


def test_a_deleted_event_has_no_door(olga: User, ann: User, fair: Event, free: Ticket) -> None:
    attendee = completed(ann, (free, 1)).attendees.get()
    finishing.amend(attendee.order, by=ann, actors=BUYER, status="cancelled")
    gone = removing.delete(fair, by=olga)

    with pytest.raises(NotAtTheDoor):
        checking.check_in(gone, scan(attendee), by=olga)


def test_only_what_is_finished_and_paid_lets_somebody_in(
    ann: User, olga: User, tom: User, fair: Event, free: Ticket, paid: Ticket
) -> None:
    begun_order, late, placed, given_back = (order(ann, (one, 1)) for one in (free, free, paid, free))
    fill(placed, ann)
    finishing.amend(placed, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    Order.objects.filter(pk=late.pk).update(expires_at=ago(minutes=1))
    expiring.expire_due()
    finishing.amend(given_back, by=ann, actors=BUYER, status="cancelled")
    part = completed(ann, (free, 2))
    gone, _ = part.attendees.all()
    Attendee.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    refunded = Order.objects.get(pk=placed.pk)
    reasons = {
        begun_order: "The order of this ticket is not finished.",
        late: "The order of this ticket was not finished in time.",
        placed: "This ticket is not paid yet. The event’s team can say that the money came.",
        given_back: "This ticket was cancelled.",
        part: "This ticket was given back.",
    }

    for number, (made, reason) in enumerate(reasons.items()):
        attendee = gone if made is part else made.attendees.get()
        with pytest.raises(NotAdmitted, match=reason):
            checking.check_in(fair, scan(attendee, key=str(number)), by=tom)

    finishing.amend(refunded, by=olga, actors=TEAM, status="completed")
    Order.objects.filter(pk=refunded.pk).update(refunded=5000)
    finishing.amend(refunded, by=olga, actors=TEAM, status="cancelled")
    with pytest.raises(NotAdmitted, match="This ticket was refunded"):
        checking.check_in(fair, scan(refunded.attendees.get(), key="x"), by=tom)
    assert CheckIn.objects.count() == 0


def test_a_scan_from_before_a_refund_is_answered_as_it_was(
    ann: User, olga: User, fair: Event, ann_in: Attendee
) -> None:
    checking.check_in(fair, scan(ann_in), by=olga)
    finishing.amend(ann_in.order, by=olga, actors=TEAM, status="cancelled")

    assert checking.check_in(fair, scan(ann_in), by=olga).is_new is False
    with pytest.raises(NotAdmitted, match="This ticket was cancelled"):
        checking.check_in(fair, scan(ann_in, key="2"), by=olga)


def test_a_key_is_of_one_scan(tom: User, ann: User, fair: Event, free: Ticket, ann_in: Attendee) -> None:
    other = completed(ann, (free, 1)).attendees.get()
    checking.check_in(fair, scan(ann_in), by=tom)

    for another in (scan(other), scan(ann_in, "out")):
        with pytest.raises(KeyUsed):
            checking.check_in(fair, another, by=tom)

    assert columns(other) == (False, False, False)


@pytest.mark.parametrize(("key", "device"), [("", "Gate"), ("x" * 101, "Gate"), ("\x00", "Gate"), ("1", "x" * 101)])
def test_a_key_and_a_name_are_short_texts(tom: User, fair: Event, ann_in: Attendee, key: str, device: str) -> None:
    with pytest.raises(WrongValue):
        checking.check_in(fair, scan(ann_in, key=key, device=device), by=tom)


def test_no_scan_is_later_than_the_server_hears_of_it(tom: User, fair: Event, ann_in: Attendee) -> None:
    row = checking.check_in(fair, scan(ann_in, client_at=ago(days=-3)), by=tom).scan

    assert row.moment == row.at
    assert checking.check_in(fair, scan(ann_in, "out", "2"), by=tom).scan.outcome == "counted"


def test_no_scan_is_older_than_its_ticket(tom: User, fair: Event, ann_in: Attendee) -> None:
    with pytest.raises(WrongClock, match="The clock of the device is wrong"):
        checking.check_in(fair, scan(ann_in, client_at=ago(days=1)), by=tom)

    assert columns(ann_in) == (False, False, False)


def test_what_was_seen_offline_counts_by_its_own_time(tom: User, fair: Event, ann_in: Attendee) -> None:
    ordered_long_ago(ann_in)
    checking.check_in(fair, scan(ann_in, "out", "late", client_at=ago(hours=1)), by=tom)
    assert columns(ann_in) == (False, False, False)

    checking.check_in(fair, scan(ann_in, "in", "early", client_at=ago(hours=3)), by=tom)
    assert columns(ann_in) == (False, True, False)

    between = checking.check_in(fair, scan(ann_in, "in", "between", client_at=ago(hours=2)), by=tom).scan
    assert (between.outcome, columns(ann_in)) == ("already", (False, True, False))


def test_many_scans_are_answered_one_by_one_in_the_order_in_which_they_came(
    tom: User, ann: User, fair: Event, free: Ticket, ann_in: Attendee
) -> None:
    ordered_long_ago(ann_in)
    unpaid = order(ann, (free, 1)).attendees.get()
    came, left = scan(ann_in, "in", "a", client_at=ago(hours=2)), scan(ann_in, "out", "b", client_at=ago(hours=1))
    nobody = Scan(code="nobody", direction=Direction.IN, key="c")

    became = list(checking.check_in_all(fair, [left, came, scan(unpaid, key="d"), nobody, came], by=tom))

    assert [
        (type(one).__name__, getattr(one, "is_new", None), getattr(getattr(one, "scan", None), "outcome", None))
        for one in became
    ] == [
        ("Checked", True, "counted"),
        ("Checked", True, "counted"),
        ("NotAdmitted", None, None),
        ("NoTicket", None, None),
        ("Checked", False, "counted"),
    ]
    assert columns(ann_in) == (False, True, False)


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "out"},
        {"outcome": "not-in"},
        {"key": "2"},
        {"at": "2026-01-01T00:00:00Z"},
        {"client_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_nothing_of_the_log_is_changed_by_anybody(
    tom: User, fair: Event, ann_in: Attendee, change: dict[str, str]
) -> None:
    row = checking.check_in(fair, scan(ann_in), by=tom).scan

    with pytest.raises(IntegrityError, match="what the door saw is never changed"), transaction.atomic():
        CheckIn.objects.filter(pk=row.pk).update(**change)


def test_who_held_the_device_can_be_forgotten(olga: User, tom: User, fair: Event, ann_in: Attendee) -> None:
    row = checking.check_in(fair, scan(ann_in, device="Tom's telephone"), by=tom).scan

    CheckIn.objects.filter(pk=row.pk).update(by=None, device="")

    row.refresh_from_db()
    assert (row.by, row.device, row.outcome) == (None, "", "counted")


# --- tickets that need no scan ----------------------------------------------------------------------------------------


def test_a_ticket_that_needs_no_scan_is_checked_in_when_the_event_begins(
    ann: User, olga: User, fair: Event, free: Ticket
) -> None:
    online = ticket(fair, olga, "Online", auto_checkin_enabled=True)
    early = completed(ann, (online, 1), (free, 1))
    held = order(ann, (online, 1))
    assert (checking.let_in_due(), CheckIn.objects.count()) == (0, 0)
    begun(fair)

    assert (checking.let_in_due(), checking.let_in_due()) == (1, 0)

    row = CheckIn.objects.get()
    assert (row.attendee.ticket, row.attendee.order, row.direction, row.by) == (online, early, "in", None)
    assert not held.attendees.filter(is_checked_in=True).exists()


def test_one_that_is_sold_while_the_event_goes_on_is_checked_in_with_the_sale(
    ann: User, tom: User, olga: User, fair: Event
) -> None:
    online = ticket(fair, olga, "Online", auto_checkin_enabled=True)
    begun(fair)

    attendee = completed(ann, (online, 1)).attendees.get()

    assert columns(attendee) == (True, False, False)
    later = checking.check_in(fair, scan(attendee), by=tom).scan
    assert (later.outcome, "automatically" in greeting.told(later)) == ("already", True)


def test_who_was_scanned_already_or_comes_after_the_end_is_not_checked_in_by_itself(
    ann: User, tom: User, olga: User, fair: Event
) -> None:
    online = ticket(fair, olga, "Online", auto_checkin_enabled=True)
    first, second = completed(ann, (online, 2)).attendees.all()
    for number, way in enumerate(("in", "out")):
        checking.check_in(fair, scan(first, way, str(number)), by=tom)
    Event.objects.filter(pk=fair.pk).update(starts_at=ago(days=2), ends_at=ago(days=1))
    assert checking.let_in_due() == 0

    begun(fair)

    assert checking.let_in_due() == 1
    assert (columns(first), columns(second)) == ((False, True, False), (True, False, False))


# --- who has come -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ways", [["in"], ["in", "out"], ["registered"]])
def test_who_has_come_cannot_give_the_ticket_back(
    ann: User, tom: User, fair: Event, ann_in: Attendee, ways: list[str]
) -> None:
    for number, way in enumerate(ways):
        checking.check_in(fair, scan(ann_in, way, str(number)), by=tom)

    with pytest.raises(finishing.CheckedIn):
        finishing.amend(ann_in.order, by=ann, actors=BUYER, status="cancelled")


@pytest.mark.django_db(transaction=True)
def test_a_ticket_is_either_used_or_given_back(ann: User, tom: User, fair: Event, free: Ticket) -> None:
    for number in range(6):
        attendee = completed(ann, (free, 1)).attendees.select_related("order").get()

        came, went = together(
            lambda a=attendee, n=number: checking.check_in(fair, scan(a, key=str(n)), by=tom),
            lambda a=attendee: finishing.amend(a.order, by=ann, actors=BUYER, status="cancelled"),
        )

        attendee.refresh_from_db()
        is_in, is_cancelled = attendee.is_checked_in, attendee.order.status == "cancelled"
        assert (is_in, is_cancelled) in {(True, False), (False, True)}, (came, went)
        assert isinstance(went if is_in else came, finishing.CheckedIn | NotAdmitted)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_send_one_key_in_the_same_moment_add_one_row(
    ann: User, tom: User, fair: Event, free: Ticket
) -> None:
    one, other = (completed(ann, (free, 1)).attendees.get() for _ in range(2))

    same = together(*[lambda: checking.check_in(fair, scan(one), by=tom)] * 4)
    mixed = together(
        lambda: checking.check_in(fair, scan(one, key="2"), by=tom),
        lambda: checking.check_in(fair, scan(other, key="2"), by=tom),
    )

    assert sorted(checked.is_new for checked in same) == [False, False, False, True]
    assert sorted(type(came).__name__ for came in mixed) == ["Checked", "KeyUsed"]
    assert CheckIn.objects.count() == 2


def test_states_that_nobody_can_be_in_are_refused_by_the_database(ann_in: Attendee) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(pk=ann_in.pk).update(is_checked_in=True, is_checked_out=True)


def test_every_status_but_one_has_its_reason() -> None:
    assert {*checking.REASONS, Order.Status.COMPLETED} == set(Order.Status)


def test_who_was_dismissed_while_a_scan_waited_lets_nobody_in(
    tom: User, fair: Event, ann_in: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = moving.locked

    @contextmanager
    def locked(order_id: int) -> Iterator[Order]:
        EventRole.objects.filter(user=tom).delete()
        with real(order_id) as order:
            yield order

    monkeypatch.setattr(moving, "locked", locked)

    with pytest.raises(NotAtTheDoor):
        checking.check_in(fair, scan(ann_in), by=tom)
