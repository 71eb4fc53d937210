"""Events that stay public while something is done that counts on it."""

from django.db import connection

from openevent.events.models import Event
from openevent.events.revising import EventGone


def shared(event_id: int) -> Event:
    """The event as it is now; until the transaction ends nobody changes it, deletes it or takes it back.

    Raises EventGone.
    """
    hold(event_id)
    event = Event.objects.living().filter(pk=event_id).first()
    if event is None:
        raise EventGone
    return event


def hold(event_id: int) -> None:
    """Keep the event as it is, deleted or not, until the transaction ends; it is to be read afterwards.

    Any number of transactions share it, so that buyers do not wait for each other: `FOR SHARE` stands against
    `revising.locked` alone (PostgreSQL, 13.3.2). In SQLite there is one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {Event._meta.db_table} WHERE id = %s FOR SHARE", [event_id])  # noqa: S608 - our own table's name
