"""In which language a job tells what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.jobs import asking, running, sweeping
from openevent.jobs.models import Job
from openevent.jobs.running import Outcome, Work
from openevent.lib.errors import Refused

ENGLISH, GERMAN = "It does not take place.", "Sie findet nicht statt."


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs wait until the test does them itself."""
    monkeypatch.setattr(asking, "send", lambda _job: True)


def asked(by: User, language: str) -> Job:
    """A job that somebody who speaks this language asked for."""
    with translation.override(language):
        return asking.ask(task="none", kind="ical", by=by)


def telling(_work: Work) -> Outcome:
    return Outcome(result={"said": gettext(ENGLISH)})


def refusing(_work: Work) -> Outcome:
    raise Refused(gettext(ENGLISH))


def failing(_work: Work) -> Outcome:
    raise ZeroDivisionError


def giving_out(_work: Work) -> Outcome:
    raise OperationalError("no")


def run(job: Job, work: Any) -> Job:
    running.run(str(job.pk), work)
    return Job.objects.get(pk=job.pk)


@pytest.mark.parametrize(("language", "sentence"), [("de", GERMAN), ("en", ENGLISH)])
def test_it_tells_in_the_language_in_which_it_was_asked_for(olga: User, language: str, sentence: str) -> None:
    done, refused = asked(olga, language), asked(olga, language)

    assert run(done, telling).result == {"said": sentence}
    assert run(refused, refusing).error == sentence


def test_the_next_job_of_the_worker_has_its_own_language(olga: User) -> None:
    german, english = asked(olga, "de"), asked(olga, "en")

    for work in (telling, failing):
        again = asked(olga, "de")
        run(again, work)
        assert translation.get_language() == "en"
    said = [run(one, telling).result for one in (german, english)]

    assert said == [{"said": GERMAN}, {"said": ENGLISH}]


def test_what_was_asked_for_before_there_were_languages_is_told_in_english(olga: User) -> None:
    job = asked(olga, "de")
    Job.objects.update(language="")

    with translation.override("de"):
        assert run(job, telling).result == {"said": ENGLISH}


def test_a_job_that_is_begun_again_keeps_its_language(olga: User) -> None:
    job = asked(olga, "de")

    assert run(job, giving_out).state == Job.State.STARTED
    Job.objects.update(seen_at=timezone.now() - settings.JOB_LEASE * 2, sent_at=timezone.now() - timedelta(days=1))
    assert sweeping.sweep() == 1

    assert run(job, telling).result == {"said": GERMAN}


def test_what_goes_wrong_is_told_in_it_too(olga: User) -> None:
    german, english = asked(olga, "de"), asked(olga, "en")
    exhausted = [asked(olga, language) for language in ("de", "en")]

    assert run(english, failing).error == running.UNEXPECTED
    assert run(german, failing).error.startswith("Auf dem Server ist etwas schiefgegangen.")
    Job.objects.filter(pk__in=[job.pk for job in exhausted]).update(
        state=Job.State.STARTED, attempts=settings.JOB_ATTEMPTS, seen_at=timezone.now() - settings.JOB_LEASE * 2
    )
    sweeping.sweep()
    errors = [Job.objects.get(pk=job.pk).error for job in exhausted]
    assert errors[0].startswith("Die Arbeit wurde mehrmals begonnen")
    assert errors[1] == running.EXHAUSTED
