"""Pages of a list, and the links between them."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from openevent.api.jsonapi.asking import Page

MANY = 500


def cut(rows: QuerySet[Any], page: Page) -> tuple[list[Any], int]:
    """The rows of the page, and how many there are in all.

    Of many rows only the keys are sorted: carrying along what each row says would cost more than a second statement.
    """
    start = (page.number - 1) * page.size
    count = rows.order_by().count()
    if start >= count:
        return [], count
    if count < MANY:
        return list(rows[start : start + page.size]), count
    keys = list(rows.values_list("pk", flat=True)[start : start + page.size])
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found], count


def links(request: HttpRequest, page: Page, count: int) -> dict[str, str]:
    """`self`, and where there is more than one page `first`, `last`, `prev` and `next`; all else of the query stays."""
    last = max(1, -(-count // page.size))
    found = {"self": request.get_full_path()}
    if last > 1:
        numbers = {"first": 1, "last": last, "prev": page.number - 1, "next": page.number + 1}
        found |= {name: _link(request, number) for name, number in numbers.items() if 1 <= number <= last}
    return found


def _link(request: HttpRequest, number: int) -> str:
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != "page[number]"]
    return f"{request.path}?{urlencode([*kept, ('page[number]', number)])}"
