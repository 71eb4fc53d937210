"""Proposals as people hand them in, and the tables in which the event's team finds them."""

from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import answering
from openevent.program.models import Session
from tests.web.pages import read


def proposed(event: Event, by: User, title: str = "Knitting", state: str = "pending") -> Session:
    """What somebody proposed under the event's open call."""
    return answering.answer(event, by=by, presented={"name": "Ann"}, proposed={"title": title}, state=state)


def shown(client: Client, path: str) -> list[str]:
    """What the rows of a table are called."""
    return [one.text_content() for one in read(client, path).xpath("//tbody/tr/th/a[1]")]
