"""A part of a long list, and the way to the other parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some rows of a list; `before` and `after` are the queries of the parts beside it, empty where there is none."""

    rows: Sequence[Any]
    total: int
    before: str
    after: str


def part(request: HttpRequest, rows: QuerySet[Any], *, at_once: int = AT_ONCE) -> Part:
    """The part of the list that the address asks for; another number than there are means the last or first one."""
    page = Paginator(rows, at_once).get_page(request.GET.get("page"))
    return Part(
        rows=list(page.object_list),
        total=page.paginator.count,
        before=_query(request, page.previous_page_number()) if page.has_previous() else "",
        after=_query(request, page.next_page_number()) if page.has_next() else "",
    )


def _query(request: HttpRequest, number: int) -> str:
    said = request.GET.copy()
    said["page"] = str(number)
    return f"?{said.urlencode()}"
