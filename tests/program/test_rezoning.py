"""Another time zone for an event: clocks that go on showing the same."""

import pytest

from openevent.accounts.models import User
from openevent.events.amending import NotVerified
from openevent.events.models import Change, Event
from openevent.events.zones import UnknownZone
from openevent.program import rezoning
from openevent.program.models import Session
from tests.conftest import accepted, at


def test_clocks_go_on_showing_the_same_at_an_event_that_is_elsewhere(
    event: Event, session: Session, olga: User
) -> None:
    accepted(event, olga, "Without a time", None)

    changed = rezoning.keep_clocks(event, "america/new_york", by=olga)

    session.refresh_from_db()
    assert (changed.timezone, changed.starts_at) == ("America/New_York", at("2026-10-24 13:00"))
    # The clocks in Berlin go back before the last day; those in New York a week later.
    assert changed.ends_at == at("2026-10-26 22:00")
    assert (session.starts_at, session.ends_at) == (at("2026-10-24 14:00"), at("2026-10-24 15:00"))
    assert Change.objects.filter(object_type="session", object_id=session.pk, kind="moved").exists()


def test_nothing_moves_to_a_zone_that_there_is_not(event: Event, session: Session, olga: User) -> None:
    with pytest.raises(UnknownZone):
        rezoning.keep_clocks(event, "Mars/Olympus", by=olga)

    event.refresh_from_db()
    assert (event.timezone, event.starts_at) == ("Europe/Berlin", at("2026-10-24 07:00"))


def test_who_has_not_proven_an_address_moves_no_event(event: Event, session: Session, tom: User) -> None:
    tom.is_verified = False
    tom.save(update_fields=["is_verified"])

    with pytest.raises(NotVerified):
        rezoning.keep_clocks(event, "America/New_York", by=tom)

    event.refresh_from_db()
    session.refresh_from_db()
    assert (event.timezone, event.starts_at) == ("Europe/Berlin", at("2026-10-24 07:00"))
    assert session.starts_at == at("2026-10-24 08:00")
