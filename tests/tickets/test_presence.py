"""Where somebody is follows from what was seen, however it was told."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from openevent.accounts.models import User
from openevent.events import creating, publishing
from openevent.tickets import checking
from openevent.tickets.checking import Scan
from openevent.tickets.models import Attendee, CheckIn
from openevent.tickets.presence import Direction, Presence, replayed
from tests.conftest import account
from tests.tickets.conftest import completed, day, ticket

NOW = datetime(2030, 1, 1, tzinfo=UTC)
Seen = tuple[str, int, int]  # which way, how many minutes ago, and the number in its key
SEEN = st.lists(
    st.tuples(st.sampled_from(["in", "out", "registered"]), st.integers(0, 5), st.integers(0, 9)), max_size=8
)


def row(way: str, minutes: int, number: int = 0) -> CheckIn:
    at = NOW - timedelta(minutes=minutes)
    return CheckIn(direction=way, key=str(number), at=NOW, client_at=at)


def where(now: Presence) -> tuple[bool, bool, bool]:
    return now.came is not None, now.left is not None, now.registered is not None


def by_hand(seen: list[Seen]) -> tuple[bool, bool, bool]:
    """The same, reckoned without any of its code: one step after the other, of what was seen when."""
    is_in = is_out = is_registered = False
    order = {"registered": 0, "in": 1, "out": 2}
    for way, _, _ in sorted(set(seen), key=lambda one: (-one[1], order[one[0]])):
        if way == "registered":
            is_registered = True
        elif way == "in":
            is_in, is_out = True, False
        elif is_in:
            is_in, is_out = False, True
    return is_in, is_out, is_registered


def test_nobody_is_anywhere_at_first() -> None:
    assert where(replayed([])) == (False, False, False)


def test_what_counted_is_told_in_the_order_in_which_it_was() -> None:
    came, again, left, back = (
        row(way, minutes, number) for number, (way, minutes) in enumerate([("in", 9), ("in", 8), ("out", 7), ("in", 6)])
    )

    now = replayed([back, left, again, came])

    assert (now.came, now.counted, now.times(Direction.IN)) == (back, (came, left, back), [came, back])


@given(SEEN, st.randoms(use_true_random=False))
def test_what_was_seen_says_the_same_in_any_order(seen: list[Seen], random: object) -> None:
    rows = [row(*one) for one in seen]
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # one of the standard library, made by hypothesis

    assert where(replayed(shuffled)) == where(replayed(rows)) == by_hand(seen)


class TestTheDoor(TestCase):
    """The same through the act, and with what the tables say."""

    tom: User
    attendee: Attendee

    @classmethod
    def setUpTestData(cls) -> None:
        cls.tom = account("tom")
        facts = {"starts_at": day(30), "ends_at": day(31), "timezone": "UTC", "location_name": "Old Mill"}
        fair = publishing.publish(creating.create(by=cls.tom, name="Fair", **facts), by=cls.tom)
        cls.attendee = completed(account("ann"), (ticket(fair, cls.tom, "Visitor"), 1)).attendees.get()
        Attendee.objects.filter(pk=cls.attendee.pk).update(created_at=day(-1))

    @settings(deadline=None, max_examples=60)
    @given(SEEN, st.randoms(use_true_random=False), st.integers(0, 4))
    def test_scans_that_come_late_twice_and_in_any_order(self, seen: list[Seen], random: object, again: int) -> None:
        """Whatever their order, and however often: as if they had come one after the other."""
        once = {f"{way} {minutes} {number}": (way, minutes, number) for way, minutes, number in seen}
        sent = [*once, *list(once)[:again]]
        random.shuffle(sent)  # type: ignore[attr-defined]  # as above
        base = timezone.now() - timedelta(hours=1)

        for key in sent:
            way, minutes, _ = once[key]
            at = base - timedelta(minutes=minutes)
            scan = Scan(code=self.attendee.identifier, direction=Direction(way), key=key, client_at=at)
            checking.check_in(self.attendee.event, scan, by=self.tom)

        found = Attendee.objects.get(pk=self.attendee.pk)
        assert (found.is_checked_in, found.is_checked_out, found.is_registered) == by_hand(list(once.values()))
        assert CheckIn.objects.count() == len(once)
