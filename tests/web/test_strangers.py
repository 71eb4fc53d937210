"""Who has nothing to do with an event finds none of its team's pages, whatever the page and however it is asked."""

import re

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.web.urls import urlpatterns
from tests.web.pages import signed_in

TEAM = sorted({str(one.pattern) for one in urlpatterns if str(one.pattern).startswith("^manage/(?P<key>")})
# What may stand for a part of an address, beside the event: a row, an order or a job, and the words of some.
VALUES = ("1", "00000000-0000-4000-8000-000000000000")
GROUP = re.compile(r"\(\?P<(\w+)>((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")


def address(pattern: str, event: Event) -> str:
    """An address of this pattern, of the event."""

    def value(group: re.Match[str]) -> str:
        if group[1] == "key":
            return event.identifier
        words = [word for word in group[2].split("|") if re.fullmatch(r"[\w/-]+", word)]
        return next(one for one in (*VALUES, *words) if re.fullmatch(group[2], one))

    path = GROUP.sub(value, pattern.strip("^$"))
    assert re.fullmatch(pattern, path), (pattern, path)
    return f"/{path}"


def test_there_are_many_pages_of_a_team() -> None:
    assert len(TEAM) > 80


@pytest.mark.parametrize("state", ["draft", "published"])
def test_no_page_of_a_team_is_there_for_strangers(event: Event, mallory: User, ann: User, state: str) -> None:
    Event.objects.filter(pk=event.pk).update(state=state)
    wrong = {}

    for pattern in TEAM:
        path = address(pattern, event)
        for user, refusal in ((mallory, 404), (ann, 404), (None, 302)):
            client = signed_in(user)
            found = client.get(path, follow=user is not None)  # what only takes forms leads to its page
            statuses = {found.status_code, client.post(path).status_code}
            if statuses - {405} != {refusal}:  # which some are for forms: there are pages only
                wrong[path, user] = statuses

    assert wrong == {}
