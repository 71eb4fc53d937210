"""An event that is still to come, with a call for speakers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import creating, publishing, team
from openevent.events.models import Event, EventRole
from openevent.program import calling
from openevent.program.models import SpeakersCall


@pytest.fixture
def coming(olga: User, tom: User) -> Event:
    """Olga's published conference in thirty days; tom helps her."""
    begins = timezone.now().replace(microsecond=0) + timedelta(days=30)
    made = creating.create(
        by=olga,
        name="Next Conference",
        starts_at=begins,
        ends_at=begins + timedelta(days=2),
        timezone="Europe/Berlin",
        is_sessions_speakers_enabled=True,
    )
    team.appoint(tom, EventRole.Name.COORGANIZER, made, by=olga)
    return publishing.publish(made, by=olga)


@pytest.fixture
def call(coming: Event, olga: User) -> SpeakersCall:
    """It is open, for another week."""
    now = timezone.now()
    return calling.add(coming, by=olga, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=7))
