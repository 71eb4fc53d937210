"""The fair of the tests of tickets, here too, and a queue that nobody empties."""

import pytest

from tests.tickets.conftest import fair, free, paid

__all__ = ["fair", "free", "paid"]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of jobs that were given to the queue."""
    ids: list[str] = []
    monkeypatch.setattr("openevent.jobs.asking.send", lambda job: ids.append(str(job.pk)))
    return ids
