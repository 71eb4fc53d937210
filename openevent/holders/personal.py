"""What the server holds about a person with an account: of which sessions letters have told their calendar."""

from collections.abc import Iterator

from openevent.accounts.models import User
from openevent.accounts.personal import CHUNK, Part, Row
from openevent.events.personal import named
from openevent.holders.models import ToldSession


def _told(user: User) -> Iterator[Row]:
    found = ToldSession.objects.filter(user=user).select_related("session__event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        session = one.session
        yield named(session.event) | {"session": session.title, "is-in-your-calendar": one.is_invited}


PARTS = (Part(name="sessions-told", rows=_told, links=frozenset({"holders.ToldSession.user"})),)
