"""Asked for, claimed by one, done or failed, swept: the life of a job."""

import threading
import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from kombu.exceptions import OperationalError as BrokerDown

from openevent.accounts.models import User
from openevent.celery import app
from openevent.events import revising
from openevent.events.models import Event
from openevent.jobs import asking, running, sweeping
from openevent.jobs.models import Job
from openevent.jobs.running import ClaimLost, Outcome, Work
from openevent.lib.errors import Refused

State = Job.State
TASK = "openevent.exports.tasks.build"


def job(**facts: Any) -> Job:
    now = timezone.now()
    return Job.objects.create(**{"task": TASK, "kind": "ical", "asked_at": now, "sent_at": now, **facts})


def ago(span: timedelta) -> Any:
    return timezone.now() - span


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was given to the broker: task and job id."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **_options: sent.append((name, args[0])))
    return sent


def fail(_anything: object) -> Outcome:
    raise ZeroDivisionError


def done(_work: Work) -> Outcome:
    return Outcome(result={"answer": 42})


@pytest.mark.django_db(transaction=True)
def test_a_job_is_sent_when_its_row_is_there_for_good(olga: User, messages: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        asked = asking.ask(task=TASK, kind="ical", by=olga)
        assert messages == []

    assert messages == [(TASK, str(asked.pk))]


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_transaction_fails_is_neither_there_nor_sent(olga: User, messages: list[tuple[str, str]]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail(asking.ask(task=TASK, kind="ical", by=olga))

    assert (messages, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [BrokerDown("no"), ConnectionRefusedError("no"), TimeoutError("no")])
def test_a_broker_that_is_down_costs_no_job(olga: User, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(app, "send_task", refuse)

    asked = asking.ask(task=TASK, kind="ical", by=olga)

    asked.refresh_from_db()
    assert asked.state == State.QUEUED


def test_a_job_is_done_once(db: None) -> None:
    asked, calls = job(), []

    def work(claimed: Work) -> Outcome:
        calls.append(claimed.claim)
        return done(claimed)

    running.run(str(asked.pk), work)
    running.run(str(asked.pk), work)

    asked.refresh_from_db()
    assert len(calls) == 1
    assert (asked.state, asked.result, asked.progress, asked.attempts) == (State.SUCCESS, {"answer": 42}, 100, 1)


def test_an_unknown_job_is_nothing(db: None) -> None:
    running.run(str(uuid.uuid4()), done)


def test_a_refusal_becomes_the_sentence_of_the_failure(db: None) -> None:
    asked = job()

    def refuse(_work: Work) -> Outcome:
        raise Refused("The archive is no zip.")

    running.run(str(asked.pk), refuse)

    asked.refresh_from_db()
    assert (asked.state, asked.error) == (State.FAILURE, "The archive is no zip.")


def test_a_database_that_gives_out_leaves_the_job_for_the_next_try(db: None) -> None:
    asked = job()

    def fail(_work: Work) -> Outcome:
        raise OperationalError("database is locked")

    running.run(str(asked.pk), fail)
    asked.refresh_from_db()
    assert asked.state == State.STARTED

    Job.objects.update(seen_at=ago(settings.JOB_LEASE * 2))
    running.run(str(asked.pk), done)
    asked.refresh_from_db()
    assert asked.state == State.SUCCESS


def test_a_job_in_living_hands_is_not_claimed(db: None) -> None:
    asked = job()
    assert running.claim(str(asked.pk)) is not None

    assert running.claim(str(asked.pk)) is None


def test_whoever_lost_the_claim_can_change_nothing(db: None) -> None:
    asked = job()
    slow = running.claim(str(asked.pk))
    Job.objects.update(seen_at=ago(settings.JOB_LEASE * 2))
    quick = running.claim(str(asked.pk))
    assert slow is not None
    assert quick is not None

    with pytest.raises(ClaimLost):
        slow.finish(Outcome(result={"by": "slow"}))
    running.fail(slow, "slow")
    quick.finish(Outcome(result={"by": "quick"}))

    asked.refresh_from_db()
    assert (asked.state, asked.result) == (State.SUCCESS, {"by": "quick"})


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_claims(db: None) -> None:
    asked = job()
    start, claims = threading.Barrier(8), []

    def try_it() -> None:
        start.wait()
        try:
            if running.claim(str(asked.pk)) is not None:
                claims.append(threading.get_ident())
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claims) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_in_the_claim_many_would_have_it(db: None) -> None:
    """The control of the test above: read first, then write, and the race is there."""
    asked = job()
    start, claims = threading.Barrier(8), []

    def try_it() -> None:
        try:
            free = Job.objects.get(pk=asked.pk).state == State.QUEUED
            start.wait()
            if free:
                Job.objects.filter(pk=asked.pk).update(state=State.STARTED)
                claims.append(threading.get_ident())
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claims) == 8


@pytest.mark.django_db(transaction=True)
def test_an_event_that_changes_meanwhile_is_told_as_it_is_at_the_end(olga: User, event: Event) -> None:
    asked, seen = job(event=event), []

    def work(claimed: Work) -> Outcome:
        current = claimed.job.event
        assert current is not None
        seen.append(current.revision)
        if len(seen) == 1:
            with transaction.atomic():
                revising.bump(event, revising.Kind.CHANGED, event, by=olga)
        return Outcome(result={"of": current.revision}, revision=current.revision)

    running.run(str(asked.pk), work)

    asked.refresh_from_db()
    assert seen == [event.revision - 1, event.revision]
    assert (asked.state, asked.result, asked.revision) == (State.SUCCESS, {"of": event.revision}, event.revision)


@pytest.mark.django_db(transaction=True)
def test_an_event_that_never_rests_is_kept_still_for_the_last_try(olga: User, event: Event) -> None:
    asked, seen = job(event=event), []

    def work(claimed: Work) -> Outcome:
        current = claimed.job.event
        assert current is not None
        seen.append(current.revision)
        is_held = transaction.get_connection().in_atomic_block
        assert is_held == (claimed.tries == running.TRIES)
        if not is_held:  # while it is held nobody else can change the event
            with transaction.atomic():
                revising.bump(event, revising.Kind.CHANGED, event, by=olga)
        return Outcome(result={}, revision=current.revision)

    running.run(str(asked.pk), work)

    asked.refresh_from_db()
    event.refresh_from_db()
    assert (asked.state, len(seen), asked.revision) == (State.SUCCESS, running.TRIES, event.revision)


@pytest.mark.django_db(transaction=True)
def test_a_working_worker_shows_that_it_lives_and_how_far_it_is(settings: Any) -> None:
    settings.JOB_HEARTBEAT = timedelta(milliseconds=20)
    asked, shown = job(), threading.Event()

    def work(claimed: Work) -> Outcome:
        claimed.percent = 40
        Job.objects.update(seen_at=ago(timedelta(hours=1)))
        for _ in range(500):
            asked.refresh_from_db()
            if asked.progress == 40 and asked.seen_at and asked.seen_at > ago(timedelta(minutes=1)):
                shown.set()
                break
            threading.Event().wait(0.01)
        return done(claimed)

    running.run(str(asked.pk), work)

    assert shown.is_set()


@pytest.mark.parametrize(
    ("facts", "is_sent"),
    [
        ({"state": State.QUEUED, "sent_at": timedelta(0)}, False),
        ({"state": State.QUEUED, "sent_at": settings.JOB_RESEND * 1.5}, True),
        ({"state": State.QUEUED, "sent_at": settings.JOB_RESEND * 1.5, "sends": 1}, False),
        ({"state": State.QUEUED, "sent_at": settings.JOB_RESEND * 2.5, "sends": 1}, True),
        ({"state": State.STARTED, "sent_at": settings.JOB_LEASE * 3, "seen_at": timedelta(0)}, False),
        ({"state": State.STARTED, "sent_at": settings.JOB_LEASE * 3, "seen_at": settings.JOB_LEASE * 2}, True),
        ({"state": State.STARTED, "sent_at": settings.JOB_LEASE * 3, "seen_at": settings.JOB_LEASE * -2}, True),
        ({"state": State.SUCCESS, "sent_at": settings.JOB_LEASE * 9, "finished_at": timedelta(0)}, False),
    ],
)
def test_what_was_lost_is_sent_again(
    db: None, messages: list[tuple[str, str]], facts: dict[str, Any], is_sent: bool
) -> None:
    spans = {name: ago(value) if isinstance(value, timedelta) else value for name, value in facts.items()}
    asked = job(**spans)

    sweeping.sweep()

    assert messages == ([(TASK, str(asked.pk))] if is_sent else [])


def test_work_that_kills_every_worker_ends_as_a_failure(db: None, messages: list[tuple[str, str]]) -> None:
    long_ago = ago(settings.JOB_LEASE * 9)
    asked = job(state=State.STARTED, sent_at=long_ago, seen_at=long_ago, attempts=settings.JOB_ATTEMPTS)

    sweeping.sweep()

    asked.refresh_from_db()
    assert (asked.state, asked.error, messages) == (State.FAILURE, running.EXHAUSTED, [])


def test_many_that_wait_do_not_hide_one_that_was_lost(db: None, messages: list[tuple[str, str]]) -> None:
    now = timezone.now()
    waiting = (Job(task=TASK, kind="ical", asked_at=now, sent_at=now) for _ in range(1100))
    Job.objects.bulk_create(waiting)
    long_ago = ago(settings.JOB_LEASE * 9)
    lost = job(state=State.STARTED, sent_at=long_ago, seen_at=long_ago)

    sweeping.sweep()

    assert messages == [(TASK, str(lost.pk))]


def test_a_job_that_waited_long_is_sent_at_once_when_its_worker_dies(db: None, messages: list[tuple[str, str]]) -> None:
    asked = job(sends=6, sent_at=ago(settings.JOB_RESEND * 2))
    assert running.claim(str(asked.pk)) is not None
    Job.objects.update(seen_at=ago(settings.JOB_LEASE * 2), sent_at=ago(settings.JOB_RESEND * 2))

    sweeping.sweep()

    assert messages == [(TASK, str(asked.pk))]


def test_a_job_is_not_begun_more_often_than_allowed(db: None) -> None:
    asked = job(attempts=settings.JOB_ATTEMPTS)

    assert running.claim(str(asked.pk)) is None


def test_a_sweep_stops_at_a_broker_that_is_down(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Job] = []
    monkeypatch.setattr(asking, "send", tries.append)
    for _ in range(3):
        job(sent_at=ago(settings.JOB_RESEND * 2))

    assert sweeping.sweep() == 0

    assert len(tries) == 1
    assert set(Job.objects.values_list("sends", flat=True)) == {0}


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "lost"},
        {"progress": 101},
        {"state": State.SUCCESS},
        {"state": State.QUEUED, "finished_at": timezone.now()},
        {"state": State.FAILURE, "finished_at": timezone.now(), "error": ""},
    ],
)
def test_the_database_refuses_a_job_that_cannot_be(db: None, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        job(**facts)


class Life:
    """A job, and everybody who ever held it."""

    def __init__(self) -> None:
        self.job = job()
        self.held: list[Work] = []
        self.ends: list[uuid.UUID] = []

    def claim(self) -> None:
        if claimed := running.claim(str(self.job.pk)):
            self.held.append(claimed)

    def expire(self) -> None:
        Job.objects.filter(state=State.STARTED).update(seen_at=ago(settings.JOB_LEASE * 2))

    def finish(self) -> None:
        for claimed in self.held:
            if claimed.finished:
                continue
            try:
                claimed.finish(Outcome(result={"by": str(claimed.claim)}))
            except ClaimLost:
                continue
            self.ends.append(claimed.claim)

    def fail(self) -> None:
        for claimed in self.held:
            running.fail(claimed, "no")

    def sweep(self) -> None:
        sweeping.sweep()


class AnyLife(TestCase):
    """Whatever happens to a job in whatever order, it ends once, by whoever holds it."""

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(["claim", "expire", "finish", "fail", "sweep"]), max_size=20))
    def test_it_ends_at_most_once(self, steps: list[str]) -> None:
        life, last = Life(), State.QUEUED.value
        for step in steps:
            with mock.patch.object(app, "send_task"):
                getattr(life, step)()
            life.job.refresh_from_db()
            assert last not in {State.SUCCESS, State.FAILURE} or life.job.state == last
            last = life.job.state

        assert len(life.ends) <= 1
        assert bool(life.ends) == (life.job.state == State.SUCCESS)
