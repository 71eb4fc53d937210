"""Pages as tests ask for them and read them."""

from collections.abc import Mapping
from typing import Any

import lxml.html
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User

HTML = {"accept": "text/html"}
LIVE = {"HX-Request": "true"}


def signed_in(user: User | None) -> Client:
    """A browser in which this user is signed in; nobody for None."""
    client = Client(headers=HTML)
    if user is not None:
        client.force_login(user)
    return client


def german(user: User) -> Client:
    """A browser of somebody who reads German, in which this user is signed in."""
    client = Client(headers={**HTML, "Accept-Language": "de"})
    client.force_login(user)
    return client


def got(by: Client | User | None, path: str, headers: Mapping[str, str] | None = None) -> Any:
    """The answer that this browser, or a new one of this user, is given."""
    client = by if isinstance(by, Client) else signed_in(by)
    return client.get(path, headers={**HTML, **(headers or {})})


def parsed(answer: Any) -> Any:
    """An answer, as a parser reads it."""
    return lxml.html.fromstring(answer.content.decode())


def read(by: Client | User | None, path: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Any:
    """The page at this path, as a parser reads it."""
    answer = got(by, path, headers)
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[:2000])
    return parsed(answer)


def words(page: Any) -> str:
    """What the page says, in one line."""
    return " ".join(page.xpath("//main")[0].text_content().split())


def errors(answer: Any) -> list[str]:
    """What a page says was wrong."""
    found = parsed(answer).xpath("//main//*[@class='errors']//li | //main//*[contains(@class, 'errorlist')]/li")
    return [" ".join(one.text_content().split()) for one in found]


def said(by: Client | User | None, path: str) -> list[str]:
    """What the page says about what was done before."""
    return [one.text_content() for one in read(by, path).xpath("//ul[@class='messages']/li")]


def every_field(page: Any, **instead: object) -> dict[str, Any]:
    """What a browser sends of the page's longest form, with these fields filled otherwise."""
    form = max(page.forms, key=lambda one: len(one.inputs.keys()))
    return {**{name: value for name, value in form.fields.items() if value is not None}, **instead}


def statements(by: Client | User | None, path: str, headers: Mapping[str, str] | None = None) -> int:
    """How often the page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert got(by, path, headers).status_code == 200
    return len(asked)
