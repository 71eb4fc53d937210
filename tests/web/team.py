"""Pages of an event's team, as tests read them."""

from typing import Any

import lxml.html
from django.test import Client

from openevent.accounts.models import User

HTML = {"accept": "text/html"}


def signed_in(user: User | None) -> Client:
    """A browser in which this user is signed in; nobody for None."""
    client = Client(headers=HTML)
    if user is not None:
        client.force_login(user)
    return client


def read(user: User | None, path: str) -> Any:
    """The page at this path, as a parser reads it."""
    answer = signed_in(user).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return lxml.html.fromstring(answer.content.decode())


def fields(user: User, path: str, *, action: str = "") -> dict[str, str]:
    """What the form on a page (the one that goes to `action`) would send as it is."""
    page = read(user, path)
    forms = [form for form in page.xpath("//main//form[@method='post']") if (form.get("action") or "") == action]
    return {name: value for name, value in forms[0].form_values() if name != "csrfmiddlewaretoken"}


def send(
    user: User | None, path: str, sent: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> Any:
    """Send a form."""
    return signed_in(user).post(path, sent or {}, headers={**HTML, **(headers or {})})


def errors(answer: Any) -> list[str]:
    """What a page says was wrong."""
    page: Any = lxml.html.fromstring(answer.content.decode())
    return [" ".join(one.text_content().split()) for one in page.xpath("//*[@class='errors']//li")]
