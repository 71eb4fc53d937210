"""Pages of the shop as tests read and send them."""

from typing import Any

import lxml.html
from django.test import Client

from openevent.tickets.models import Order


def read(client: Client, path: str, status: int = 200) -> Any:
    """The page at this path, as a parser reads it."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return lxml.html.fromstring(answer.content.decode())


def words(page: Any) -> str:
    """What stands on the page, in one line."""
    return " ".join(page.xpath("//main")[0].text_content().split())


def fields(page: Any, action: str = "") -> dict[str, str]:
    """What the form with this action would send as it is."""
    forms = [form for form in page.xpath("//main//form") if (form.get("action") or "").endswith(action)]
    return {name: value for name, value in forms[0].form_values() if name != "csrfmiddlewaretoken"}


def sent(client: Client, path: str, **said: Any) -> Any:
    """The answer to a form."""
    return client.post(path, said)


def errors(answer: Any) -> list[str]:
    """What is wrong, as the page says it."""
    page: Any = lxml.html.fromstring(answer.content.decode())
    return [item.text_content().strip() for item in page.xpath("//main//*[contains(@class, 'errorlist')]/li")]


def home(made: Order) -> str:
    """The page of an order."""
    return f"/orders/{made.identifier}"
