"""Pages of the shop as tests read and send them."""

from typing import Any

from django.test import Client

from openevent.tickets.models import Order


def fields(page: Any, action: str = "") -> dict[str, str]:
    """What the form with this action would send as it is."""
    forms = [form for form in page.xpath("//main//form") if (form.get("action") or "").endswith(action)]
    return {name: value for name, value in forms[0].form_values() if name != "csrfmiddlewaretoken"}


def sent(client: Client, path: str, **said: Any) -> Any:
    """The answer to a form."""
    return client.post(path, said)


def home(made: Order) -> str:
    """The page of an order."""
    return f"/orders/{made.identifier}"
