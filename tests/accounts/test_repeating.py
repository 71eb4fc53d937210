"""An act is done once, however often it is asked for: at once, again, after a crash, and by whom."""

import threading
import uuid
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from openevent.accounts import repeating, tasks
from openevent.accounts.models import EndedSession, IdempotencyKey, User
from openevent.accounts.repeating import (
    BIGGEST_ANSWER,
    Answer,
    Asked,
    Claim,
    InFlight,
    TooBigToRepeat,
    UsedOtherwise,
)
from openevent.celery import app
from openevent.lib.errors import Forbidden, Refused

DAY = 86_400
MADE = Answer(status=201, headers={"Location": "/v1/orders/1"}, body=b'{"data": "\xe2\x82\xac 20"}')


def asked(by: User, key: str = "k", *, act: str = "POST /v1/orders", said: bytes = b"one ticket") -> Asked:
    return Asked(by=by, key=key, act=act, said=said)


def claimed(asked: Asked) -> Claim:
    """The claim of whoever comes when nobody else has it."""
    found = repeating.claim(asked)
    assert isinstance(found, Claim)
    return found


def order(claim: Claim, answer: Answer = MADE) -> None:
    """An act: it writes something, and keeps its answer."""
    with repeating.held(claim), transaction.atomic():
        EndedSession.objects.create(session=uuid.uuid4().hex, expires_at=timezone.now())
        claim.keep(answer)


def orders() -> int:
    return EndedSession.objects.count()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock to so many seconds from now."""
    start = timezone.now()

    def move(seconds: float) -> None:
        now: datetime = start + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: now)

    move(0)
    return move


# --- once -------------------------------------------------------------------------------------------------------------


def test_who_asks_again_gets_the_same_answer(olga: User) -> None:
    order(claimed(asked(olga)))

    assert [repeating.claim(asked(olga)) for _ in range(2)] == [MADE, MADE]


def test_another_request_under_the_same_key_is_refused(olga: User) -> None:
    claim = claimed(asked(olga))
    with pytest.raises(UsedOtherwise):
        repeating.claim(asked(olga, said=b"two tickets"))
    order(claim)

    with pytest.raises(UsedOtherwise) as refusal:
        repeating.claim(asked(olga, said=b"two tickets"))

    assert (refusal.value.status, refusal.value.parameter) == (422, "Idempotency-Key")


def test_a_key_is_of_one_account_and_of_one_act(olga: User, mallory: User) -> None:
    order(claimed(asked(olga)))

    others = [
        claimed(asked(mallory)),
        claimed(asked(olga, "k2")),
        claimed(asked(olga, act="POST /v1/orders/1/pay")),
        claimed(asked(olga, act="PATCH /v1/orders")),
    ]

    assert len({claim.id for claim in others}) == 4


def test_neither_keys_nor_requests_lie_around(olga: User) -> None:
    claimed(asked(olga, "olga@example.org", said=b"4111 1111 1111 1111"))

    row = IdempotencyKey.objects.get()
    assert (len(row.key_hash), len(row.request_hash), str(row)) == (64, 64, str(row.id))


# --- in flight --------------------------------------------------------------------------------------------------------


def test_while_it_is_done_one_is_asked_to_wait_as_long_as_it_took_so_far(
    olga: User, clock: Callable[[float], None]
) -> None:
    claimed(asked(olga))
    waits = []
    for seconds in (0, 0.5, 7.2, 50, 59.9):
        clock(seconds)
        with pytest.raises(InFlight) as refusal:
            repeating.claim(asked(olga))
        waits.append(refusal.value.wait)

    assert (refusal.value.status, waits) == (409, [1, 1, 8, 10, 1])


def test_what_a_dead_process_left_is_taken_over_under_the_same_id(olga: User, clock: Callable[[float], None]) -> None:
    dead = claimed(asked(olga))
    clock(61)

    claim = claimed(asked(olga))
    order(claim)

    assert (claim.id, orders()) == (dead.id, 1)
    assert repeating.claim(asked(olga)) == MADE


def test_a_claim_from_the_future_is_none(olga: User, clock: Callable[[float], None]) -> None:
    clock(3600)
    claimed(asked(olga))
    clock(0)

    order(claimed(asked(olga)))

    assert orders() == 1


def test_who_was_given_up_too_early_commits_nothing(olga: User, clock: Callable[[float], None]) -> None:
    slow = claimed(asked(olga))
    clock(61)
    quick = claimed(asked(olga))

    with pytest.raises(InFlight):
        order(slow)
    order(quick)

    assert orders() == 1
    assert repeating.claim(asked(olga)) == MADE


def test_who_comes_back_when_it_was_answered_commits_nothing(olga: User, clock: Callable[[float], None]) -> None:
    slow = claimed(asked(olga))
    clock(61)
    order(claimed(asked(olga)))

    with pytest.raises(InFlight):
        order(slow)

    assert orders() == 1
    assert repeating.claim(asked(olga)) == MADE


def test_of_two_that_take_over_at_once_one_does(
    olga: User, clock: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(asked(olga))
    clock(61)
    real = repeating._is_held

    def read_before_another_takes_over(*row: Any) -> bool:
        found = real(*row)
        monkeypatch.setattr(repeating, "_is_held", real)
        claimed(asked(olga))
        return found

    monkeypatch.setattr(repeating, "_is_held", read_before_another_takes_over)

    with pytest.raises(InFlight):
        repeating.claim(asked(olga))


def test_who_is_late_by_a_moment_for_hands_that_gave_the_key_back_comes_again(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = IdempotencyKey.save

    def late(row: IdempotencyKey, **how: Any) -> None:
        other = copy(row)
        other.pk = uuid.uuid4()
        real(other, **how)
        real(row, **how)  # refused by the database; the other one is gone with the same savepoint

    monkeypatch.setattr(IdempotencyKey, "save", late)
    with pytest.raises(InFlight):
        repeating.claim(asked(olga))
    monkeypatch.undo()

    order(claimed(asked(olga)))

    assert orders() == 1


# --- refused, failed --------------------------------------------------------------------------------------------------


def refused(claim: Claim, *, bound: bool = False) -> None:
    """An act that ends with a refusal."""
    with repeating.held(claim), transaction.atomic():
        if bound:
            claim.bind()
        EndedSession.objects.create(session=uuid.uuid4().hex, expires_at=timezone.now())
        raise Forbidden("Sold out.")


def failing(claim: Claim, failure: type[BaseException]) -> None:
    """An act that has everything done when its transaction fails."""
    with repeating.held(claim), transaction.atomic():
        EndedSession.objects.create(session=uuid.uuid4().hex, expires_at=timezone.now())
        claim.keep(MADE)
        raise failure


def test_what_was_refused_is_not_kept_and_may_be_corrected(olga: User) -> None:
    with pytest.raises(Forbidden):
        refused(claimed(asked(olga)))

    order(claimed(asked(olga, said=b"two tickets")))

    assert orders() == 1


def test_what_was_begun_is_tried_again_under_the_same_id_and_is_nothing_else(olga: User) -> None:
    first = claimed(asked(olga))
    with pytest.raises(Forbidden):
        refused(first, bound=True)

    with pytest.raises(UsedOtherwise):
        repeating.claim(asked(olga, said=b"two tickets"))
    with pytest.raises(Forbidden):
        refused(claimed(asked(olga)))  # refused before it begins again, and no less begun before
    again = claimed(asked(olga))
    order(again)

    assert (again.bind(), orders()) == (first.bind(), 1)


@pytest.mark.parametrize("failure", [ZeroDivisionError, DatabaseError, KeyboardInterrupt])
def test_what_failed_may_be_tried_again_at_once(olga: User, failure: type[BaseException]) -> None:
    with pytest.raises(failure):
        failing(claimed(asked(olga)), failure)

    order(claimed(asked(olga)))

    assert orders() == 1


def test_a_refusal_that_an_act_commits_is_kept(olga: User) -> None:
    declined = Answer(status=402, headers={}, body=b"declined")

    order(claimed(asked(olga)), declined)

    assert repeating.claim(asked(olga)) == declined


def test_a_failure_is_never_kept(olga: User) -> None:
    with pytest.raises(IntegrityError):
        order(claimed(asked(olga)), Answer(status=500, headers={}, body=b""))

    order(claimed(asked(olga)))

    assert orders() == 1


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_with_what_was_written_or_not_at_all(olga: User) -> None:
    with pytest.raises(transaction.TransactionManagementError), repeating.held(claimed(asked(olga))) as claim:
        claim.keep(MADE)

    assert IdempotencyKey.objects.count() == 0


def test_an_act_that_forgets_its_answer_is_a_mistake(olga: User) -> None:
    with pytest.raises(RuntimeError, match="kept no answer"), repeating.held(claimed(asked(olga))):
        pass


def test_an_answer_that_is_too_big_is_not_kept_and_its_act_is_not_done_twice(olga: User) -> None:
    for key, size in (("fits", BIGGEST_ANSWER), ("too big", BIGGEST_ANSWER + 1)):
        order(claimed(asked(olga, key)), Answer(status=200, headers={}, body=b"x" * size))

    found = repeating.claim(asked(olga, "fits"))
    with pytest.raises(TooBigToRepeat) as refusal:
        repeating.claim(asked(olga, "too big"))

    assert isinstance(found, Answer)
    assert (len(found.body), refusal.value.status) == (BIGGEST_ANSWER, 409)


def test_an_empty_answer_is_one(olga: User) -> None:
    empty = Answer(status=204, headers={}, body=b"")

    order(claimed(asked(olga)), empty)

    assert repeating.claim(asked(olga)) == empty


# --- forgotten --------------------------------------------------------------------------------------------------------


def test_a_key_is_forgotten_after_a_day(olga: User, clock: Callable[[float], None]) -> None:
    first = claimed(asked(olga))
    order(first)
    clock(DAY - 1)
    assert repeating.claim(asked(olga)) == MADE
    clock(DAY)

    second = claimed(asked(olga, said=b"two tickets"))

    assert second.id != first.id
    assert IdempotencyKey.objects.get().pk == second.id


def test_the_regular_task_forgets_what_is_over(olga: User, clock: Callable[[float], None]) -> None:
    order(claimed(asked(olga)))
    clock(3600)
    order(claimed(asked(olga, "k2")))
    clock(DAY)

    tasks.sweep()

    kept = IdempotencyKey.objects.get()
    assert kept.key_hash == asked(olga, "k2").key_hash
    assert app.conf.beat_schedule["accounts"] == {"task": "openevent.accounts.tasks.sweep", "schedule": 3600.0}


def test_what_is_tried_again_is_kept_a_day_from_then_on(olga: User, clock: Callable[[float], None]) -> None:
    with pytest.raises(Forbidden):
        refused(claimed(asked(olga)), bound=True)
    clock(DAY - 1)
    order(claimed(asked(olga)))
    clock(2 * DAY - 2)

    assert repeating.sweep() == 0
    assert repeating.claim(asked(olga)) == MADE


def test_the_settings_say_how_long(olga: User, settings: Any, clock: Callable[[float], None]) -> None:
    settings.IDEMPOTENCY_KEY_LIFETIME, settings.IDEMPOTENCY_KEY_LEASE = timedelta(hours=1), timedelta(seconds=5)
    dead = claimed(asked(olga))
    clock(6)
    again = claimed(asked(olga))
    order(again)
    clock(3606)

    assert dead.id == again.id
    assert repeating.sweep() == 1


# --- the database -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": 500, "claim": None},
        {"status": 199, "claim": None},
        {"status": 201},  # and in somebody's hands
        {"body": b"an answer without a status"},
        {"key_hash": "k"},
        {"request_hash": "G" * 64},
    ],
)
def test_the_database_refuses_what_must_not_be(olga: User, wrong: dict[str, Any]) -> None:
    claimed(asked(olga))

    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.update(**wrong)


def test_the_database_keeps_one_row_for_each_key(olga: User) -> None:
    claimed(asked(olga))
    row = IdempotencyKey.objects.get()
    row.pk = uuid.uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- at once ----------------------------------------------------------------------------------------------------------


def together(number: int, act: Callable[[], object]) -> None:
    """Let so many do it at once, each over a connection of its own."""
    start = threading.Barrier(number)

    def begin() -> None:
        try:
            start.wait()
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_acts(olga: User) -> None:
    told: list[Answer | type[Refused]] = []

    def send() -> None:
        try:
            found = repeating.claim(asked(olga))
        except InFlight as refusal:
            told.append(type(refusal))
            return
        if isinstance(found, Claim):
            order(found)
            found = MADE
        told.append(found)

    together(12, send)

    assert (orders(), len(told)) == (1, 12)
    assert MADE in told
    assert [one for one in told if one not in (MADE, InFlight)] == []


@pytest.mark.django_db(transaction=True)
def test_of_many_that_are_refused_at_once_each_is_refused_or_told_to_come_again(olga: User) -> None:
    told: list[type[Exception]] = []

    def send() -> None:
        for _ in range(20):
            try:
                refused(claimed(asked(olga)))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
                told.append(type(error))

    together(6, send)

    assert (set(told) - {InFlight}, len(told)) == ({Forbidden}, 120)
    assert (orders(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_the_act_writes_is_told_at_once_and_does_not_wait_for_it(olga: User) -> None:
    claim = claimed(asked(olga))
    told: list[int] = []

    def send() -> None:
        with pytest.raises(InFlight) as refusal:
            repeating.claim(asked(olga))
        told.append(refusal.value.status)

    with repeating.held(claim), transaction.atomic():
        EndedSession.objects.create(
            session="s", expires_at=timezone.now()
        )  # from here on SQLite lets nobody else write
        together(3, send)
        claim.keep(MADE)

    assert told == [409, 409, 409]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_take_over_exactly_one_acts(olga: User, settings: Any) -> None:
    settings.IDEMPOTENCY_KEY_LEASE = timedelta(hours=1)
    claimed(asked(olga))
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(hours=2))
    answers: list[Answer] = []

    def send() -> None:
        try:
            found = repeating.claim(asked(olga))
        except InFlight:
            return
        if isinstance(found, Claim):
            order(found)
        else:
            answers.append(found)

    together(8, send)

    assert orders() == 1
    assert set(map(repr, answers)) <= {repr(MADE)}
    assert repeating.claim(asked(olga)) == MADE
