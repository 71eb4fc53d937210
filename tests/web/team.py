"""Forms of an event's team, as tests fill and send them."""

from typing import Any

from openevent.accounts.models import User
from tests.web.pages import HTML, read, signed_in


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
