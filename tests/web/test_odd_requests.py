"""Whatever is asked of a page or sent to a form: never a 500, and nothing is half there."""

import copy
import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program.models import Session, Speaker
from openevent.tickets.models import Ticket
from tests.web import walking
from tests.web.pages import HTML, parsed, signed_in

NONSENSE = (
    *("", "\0", "\ud800", "9" * 400, "-1", "1e999", "NaN", "a:b", "٣", "²", "[]", "{}", "x" * 70_000, "<b>", "\r\n"),
    *("%(a)s{0}", "2028-13-45T99:99", "0001-01-01T00:00", "9999-12-31T23:59", "9223372036854775808", "http://["),
    *("javascript:alert(1)", "00000000-0000-0000-0000-000000000000", "on", "mallory@example.org", "Europe/Berlin"),
    *("../../etc/passwd", "1,2,x"),
)
SITE = "http://here"
QUERIES = (
    *("page", "q", "zone", "since", "day", "track", "room", "type", "session", "language", "text", "state", "word"),
    *("next", "sort", "ticket", "status", "access_code", "discount_code", "scan", "event", "email", "past", "deleted"),
)


def forms(path: str, page: Any) -> Iterator[tuple[str, list[str]]]:
    """Where each form of a page is sent, and the names of its fields."""
    for form in page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        names = [name for name in form.xpath(".//@name") if name != "csrfmiddlewaretoken"]
        yield urlsplit(urljoin(SITE + path, form.get("action") or path)).path, sorted(set(names))


def asked(client: Client, method: str, path: str, said: dict[str, str]) -> int:
    """The status of the answer, after which everything is as it was."""
    body, cookies = urlencode(said, errors="surrogatepass"), copy.deepcopy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(f"{path}?{body}", headers=HTML)
        else:
            answer = client.post(path, body, content_type="application/x-www-form-urlencoded", headers=HTML)
        transaction.set_rollback(True)
    client.cookies = cookies  # of whoever was signed out by it, too
    assert answer.status_code < 500, (method, path, said, answer.status_code)
    return answer.status_code


@pytest.mark.parametrize("who", ["olga", "ann", "nobody"])
def test_no_page_and_no_form_fails_for_anything(
    fair: Event, free: Ticket, paid: Ticket, session: Session, speaker: Speaker, olga: User, ann: User, who: str
) -> None:
    user = {"olga": olga, "ann": ann, "nobody": None}[who]
    client = signed_in(user)
    client.raise_request_exception = False
    own = ["/account", "/orders", "/proposals", "/manage"] if user else []
    work = [f"/manage/{fair.identifier}", f"/manage/{session.event.identifier}"] if user == olga else []
    values, kinds = itertools.cycle(NONSENSE), 0
    public = ["/", f"/e/{fair.identifier}", f"/e/{session.event.identifier}", "/account/sign-in"]

    def visit(path: str) -> list[str]:
        nonlocal kinds
        answer = client.get(path, headers=HTML)
        if answer.status_code == 302:
            return walking.here(SITE + path, [answer["Location"]])
        assert answer.status_code == 200, (path, answer.status_code)
        page, kinds = parsed(answer), kinds + 1
        for _ in range(3):
            asked(client, "GET", path, {name: next(values) for name in QUERIES})
        for action, names in forms(path, page):
            for _ in range(4):
                asked(client, "POST", action, {name: next(values) for name in names})
            asked(client, "POST", action, {})
        return walking.here(SITE + path, page.xpath("//a/@href"))

    walking.walk(public if user is None else [*public[:3], *own, *work], visit)

    assert kinds > {"olga": 60, "ann": 15, "nobody": 8}[who]
