"""The call for speakers: one at a time, ended before the event starts, and a secret where it is private."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import calling
from openevent.program.calling import CallClosed, NotChangeable, NoWindow, OneCall
from openevent.program.models import SpeakersCall
from tests.conftest import at
from tests.program.windows import SUMMER

INSIDE = at("2026-08-15 12:00")
SECOND = timedelta(seconds=1)


@pytest.fixture
def call(event: Event, olga: User) -> SpeakersCall:
    return calling.add(event, by=olga, **SUMMER)


def test_a_call_is_public_and_its_announcement_clean(event: Event, olga: User) -> None:
    made = calling.add(event, by=olga, announcement="<p onclick=x>Come</p><script>x</script>", **SUMMER)

    made.refresh_from_db()
    assert (made.announcement, made.privacy, made.hash) == ("<p>Come</p>", "public", "")
    assert (made.starts_at, made.ends_at, made.soft_ends_at) == (SUMMER["starts_at"], SUMMER["ends_at"], None)


def test_a_private_call_has_a_secret_that_stays_until_it_is_public(call: SpeakersCall, olga: User) -> None:
    private = calling.change(call, by=olga, privacy="private")
    secret = private.hash
    again = calling.change(private, by=olga, announcement="Hello").hash
    public = calling.change(private, by=olga, privacy="public").hash
    anew = calling.change(private, by=olga, privacy="private").hash

    assert re.fullmatch("[0-9a-f]{32}", secret)
    assert (again, public) == (secret, "")
    assert re.fullmatch("[0-9a-f]{32}", anew)
    assert anew != secret


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"ends_at": SUMMER["starts_at"]}, "ends-at"),
        ({"starts_at": SUMMER["ends_at"] + SECOND}, "ends-at"),
        ({"ends_at": at("2026-10-24 07:01")}, "ends-at"),
        ({"starts_at": None}, "starts-at"),
        ({"privacy": "secret"}, "privacy"),
    ],
)
def test_an_impossible_call_is_refused_made_or_changed(
    event: Event, olga: User, facts: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Refused) as made:
        calling.add(event, by=olga, **{**SUMMER, **facts})
    none = SpeakersCall.objects.count()
    call = calling.add(event, by=olga, **SUMMER)
    with pytest.raises(Refused) as changed:
        calling.change(call, by=olga, **facts)

    call.refresh_from_db()
    assert [refusal.value.pointer for refusal in (made, changed)] == [f"/data/attributes/{pointer}"] * 2
    assert (none, call.starts_at, call.ends_at) == (0, SUMMER["starts_at"], SUMMER["ends_at"])


def test_the_call_may_end_as_the_event_starts(event: Event, olga: User) -> None:
    made = calling.add(event, by=olga, starts_at=SUMMER["starts_at"], ends_at=event.starts_at)

    assert made.ends_at == event.starts_at


def test_the_announced_end_is_only_told(event: Event, olga: User) -> None:
    made = calling.add(event, by=olga, soft_ends_at=at("2030-01-01 00:00"), **SUMMER)

    assert calling.is_open(made, INSIDE)


@pytest.mark.parametrize("member", ["event", "deleted_at"])
def test_what_the_server_keeps_is_not_set(call: SpeakersCall, olga: User, member: str) -> None:
    with pytest.raises(NotChangeable):
        calling.change(call, by=olga, **{member: "0" * 32})


def test_an_event_has_one_call(event: Event, call: SpeakersCall, olga: User) -> None:
    with pytest.raises(OneCall):
        calling.add(event, by=olga, **SUMMER)
    calling.remove(call, by=olga)
    second = calling.add(event, by=olga, **SUMMER)
    with pytest.raises(OneCall):
        calling.restore(call, by=olga)

    assert list(SpeakersCall.objects.filter(deleted_at=None)) == [second]


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (SUMMER["starts_at"] - SECOND, False),
        (SUMMER["starts_at"], True),
        (INSIDE, True),
        (SUMMER["ends_at"], True),
        (SUMMER["ends_at"] + SECOND, False),
    ],
)
def test_the_window_is_open_from_its_start_to_its_end(
    event: Event, call: SpeakersCall, now: datetime, is_open: bool
) -> None:
    assert calling.is_open(call, now) is is_open
    assert is_checked_open(event, now) is is_open


def is_checked_open(event: Event, now: datetime, call_hash: str = "") -> bool:
    try:
        calling.check_open(event, now, call_hash)
    except CallClosed:
        return False
    return True


def test_the_refusal_says_when_as_the_events_clocks_do(event: Event, call: SpeakersCall) -> None:
    with pytest.raises(CallClosed, match=re.escape("opens on 2026-08-01 02:00 (Europe/Berlin)")):
        calling.check_open(event, at("2026-07-01 00:00"))
    with pytest.raises(CallClosed, match=re.escape("closed on 2026-09-01 02:00 (Europe/Berlin)")):
        calling.check_open(event, at("2026-10-01 00:00"))


def test_without_a_call_and_without_sessions_nothing_is_open(event: Event, call: SpeakersCall, olga: User) -> None:
    event.is_sessions_speakers_enabled = False
    switched_off = is_checked_open(event, INSIDE)
    event.is_sessions_speakers_enabled = True
    calling.remove(call, by=olga)
    removed = is_checked_open(event, INSIDE)
    calling.restore(call, by=olga)

    assert (switched_off, removed, is_checked_open(event, INSIDE)) == (False, False, True)


def test_a_private_call_opens_to_its_secret_alone(event: Event, call: SpeakersCall, olga: User) -> None:
    secret = calling.change(call, by=olga, privacy="private").hash

    tried = ("", "0" * 32, secret.upper() + "x", "ü\ud800", secret)

    assert [is_checked_open(event, INSIDE, word) for word in tried] == [False, False, False, False, True]
    assert is_checked_open(event, SUMMER["ends_at"] + SECOND, secret) is False


def test_a_private_call_does_not_tell_strangers_when_it_is_open(event: Event, call: SpeakersCall, olga: User) -> None:
    calling.change(call, by=olga, privacy="private")

    with pytest.raises(CallClosed) as refusal:
        calling.check_open(event, at("2026-07-01 00:00"))

    assert "2026" not in str(refusal.value)


def test_a_window_that_the_event_has_left_behind_does_not_stop_other_changes(
    event: Event, call: SpeakersCall, olga: User
) -> None:
    Event.objects.filter(pk=event.pk).update(starts_at=at("2026-08-10 00:00"))

    changed = calling.change(call, by=olga, announcement="Hurry")
    with pytest.raises(NoWindow):
        calling.change(call, by=olga, starts_at=at("2026-07-01 00:00"))

    assert changed.announcement == "Hurry"
