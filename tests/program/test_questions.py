"""Questions about a programme: on which days it runs, in which languages."""

from datetime import date

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import editing
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at


def test_days_are_those_of_the_events_clocks(event: Event, session: Session, olga: User) -> None:
    late = Slot(starts_at=at("2026-10-24 22:30"), ends_at=at("2026-10-24 23:30"))  # the 25th in Berlin
    accepted(event, olga, "Late", late)
    accepted(event, olga, "Later", late)
    accepted(event, olga, "Never", None)
    hidden = accepted(event, olga, "Hidden", Slot(starts_at=at("2026-10-26 08:00"), ends_at=at("2026-10-26 09:00")))
    Session.objects.filter(pk=hidden.pk).update(state="pending")

    assert Session.objects.dates_of(event) == [date(2026, 10, 24), date(2026, 10, 25)]


def test_languages_are_those_that_the_public_hears(event: Event, session: Session, olga: User) -> None:
    editing.change(session, by=olga, language="en")
    accepted(event, olga, "One", None, language="de")
    accepted(event, olga, "Two", None, language="de")
    accepted(event, olga, "Silent", None)
    hidden = accepted(event, olga, "Hidden", None, language="fr")
    Session.objects.filter(pk=hidden.pk).update(state="pending")

    assert Session.objects.languages_of(event) == ["de", "en"]
