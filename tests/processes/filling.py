"""Run as a program: an event of many sessions in the database of the environment; prints its identifier."""

import sys
from datetime import UTC, datetime, timedelta

import openevent.cli  # noqa: F401 - sets Django up
from openevent.accounts import joining
from openevent.events import creating, publishing, revising
from openevent.program.models import Session
from tests.processes.stack import EMAIL, PASSWORD

# Next year's, so that it is always still to come; before the last Sunday of October, so in summer time.
START = datetime(datetime.now(UTC).year + 1, 10, 24, 7, tzinfo=UTC)
WORDS = "Words that a speaker wrote about the session, with a comma; and a semicolon. " * 8


def fill(number: int, email: str = EMAIL) -> str:
    """The identifier of a new event of a new account's, olga's as a rule, with this many accepted sessions."""
    olga = joining.join(email, PASSWORD, verified=True)
    event = creating.create(
        by=olga, name="Big", starts_at=START, ends_at=START + timedelta(days=10), timezone="Europe/Berlin"
    )
    now = revising.now()
    Session.objects.bulk_create(
        Session(
            event=event,
            title=f"Session {index}",
            short_abstract_text=WORDS,
            state=Session.State.ACCEPTED,
            starts_at=START + timedelta(minutes=index % 10_000),
            ends_at=START + timedelta(minutes=index % 10_000 + 30),
            uid=f"{index}-big",
            revised_at=now,
            created_at=now,
        )
        for index in range(number)
    )
    return publishing.publish(event, by=olga).identifier


if __name__ == "__main__":
    print(fill(int(sys.argv[1]), *sys.argv[2:]))  # noqa: T201 - the result
