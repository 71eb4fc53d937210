"""How often something may be done is counted in the database, over all processes, and tells nobody who did it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from openevent.accounts import limits, tasks
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import Allowance

MINUTE = timedelta(minutes=1)


def spend(subject: str = "ann@example.org", *, purpose: str = "knocking", limit: int = 3) -> None:
    limits.spend(purpose, subject, limit=limit, within=MINUTE)


def is_refused(act: Callable[[], None]) -> bool:
    try:
        act()
    except TooManyAttempts:
        return True
    return False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock that limits read by so many seconds from now."""
    start = timezone.now()

    def move(seconds: float) -> None:
        now: datetime = start + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: now)

    move(0)
    return move


@pytest.mark.django_db
def test_what_is_done_too_often_is_refused_with_the_time_to_wait(clock: Callable[[float], None]) -> None:
    for _ in range(3):
        spend()
    clock(20.5)

    with pytest.raises(TooManyAttempts) as refusal:
        spend()

    assert (refusal.value.status, refusal.value.wait) == (429, 40)
    assert str(refusal.value) == "Too many attempts. Try again in 40 seconds."


def test_a_long_wait_is_said_in_minutes() -> None:
    assert [str(TooManyAttempts(wait)) for wait in (1, 121)] == [
        "Too many attempts. Try again in 1 seconds.",
        "Too many attempts. Try again in 3 minutes.",
    ]


@pytest.mark.django_db
def test_others_and_other_purposes_are_counted_apart() -> None:
    for _ in range(3):
        spend()

    spend("olga@example.org")
    spend(purpose="ringing")
    assert is_refused(spend)


@pytest.mark.django_db
def test_it_is_counted_anew_when_the_time_is_over(clock: Callable[[float], None]) -> None:
    for _ in range(3):
        spend()
    clock(60)

    refused = [is_refused(spend) for _ in range(4)]

    assert refused == [False, False, False, True]


@pytest.mark.django_db
def test_refused_attempts_do_not_make_the_wait_longer(clock: Callable[[float], None]) -> None:
    for _ in range(3):
        spend()
    clock(59)
    assert is_refused(spend)
    clock(61)

    spend()

    assert Allowance.objects.get().spent == 1


@pytest.mark.django_db
def test_a_clock_that_was_set_back_locks_nobody_out(clock: Callable[[float], None]) -> None:
    clock(86_400)
    for _ in range(3):
        spend()
    clock(0)

    spend()

    assert Allowance.objects.get().spent == 1


@pytest.mark.django_db
def test_what_a_slower_process_began_before_is_counted_with_the_rest(clock: Callable[[float], None]) -> None:
    clock(20)
    for _ in range(3):
        spend()
    clock(0)

    assert is_refused(spend)


@pytest.mark.django_db
def test_what_is_forgotten_is_counted_anew() -> None:
    for _ in range(3):
        spend()

    limits.forget("knocking", "ann@example.org")
    limits.forget("knocking", "nobody@example.org")

    spend()
    assert Allowance.objects.get().spent == 1


@pytest.mark.django_db
def test_no_address_lies_around(settings: Any) -> None:
    spend()
    first = Allowance.objects.get()
    settings.SECRET_KEY = "another server's"
    spend()

    assert len({row.key for row in Allowance.objects.all()}) == 2  # who knows the address does not know the row
    assert (len(first.key), "ann" in str(first)) == (64, False)


@pytest.mark.django_db
def test_a_subject_of_any_characters_is_counted() -> None:
    for subject in ("", "\0", "half \ud800", "\N{SNOWMAN}" * 10_000):
        spend(subject)

    assert Allowance.objects.count() == 4


@pytest.mark.django_db
def test_the_regular_task_deletes_what_is_over(clock: Callable[[float], None]) -> None:
    spend()
    clock(30)
    spend("olga@example.org")
    clock(61)

    tasks.sweep()

    assert Allowance.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_what_must_not_be() -> None:
    spend()

    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.update(spent=0)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_over_connections_of_their_own_are_counted_right() -> None:
    refused: list[bool] = []
    together = threading.Barrier(8)

    def attempt() -> None:
        try:
            together.wait()
            refused.extend(is_refused(lambda: spend(limit=5)) for _ in range(2))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (refused.count(False), refused.count(True)) == (5, 11)
    assert Allowance.objects.get().spent == 5
