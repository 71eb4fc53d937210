"""Pages speak the languages of their catalogues; browsers in which the cast is signed in."""

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.web import catalogs
from tests.tickets.conftest import fair, free, paid
from tests.web.pages import signed_in

__all__ = ["fair", "free", "paid"]


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    """What the server reads is made, where a catalogue has changed."""
    catalogs.build()


@pytest.fixture
def as_tom(tom: User) -> Client:
    """A browser of somebody who helps."""
    return signed_in(tom)


@pytest.fixture
def as_ann(ann: User) -> Client:
    """A browser of somebody who attends, and proposes."""
    return signed_in(ann)


@pytest.fixture
def queue_that_nobody_empties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs wait until the test does them itself."""
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: True)
