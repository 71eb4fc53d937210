"""Addresses that only take forms: whoever comes to one otherwise is led to the page on which the form stands.

So one comes back after signing in, after choosing another language on the answer to a form, or by loading it again.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLPattern, resolve

View = Callable[..., HttpResponseBase]


def page_above(path: str) -> str:
    """The nearest address above this one at which there is something."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def back_to_pages(patterns: list[URLPattern]) -> list[URLPattern]:
    """The same addresses, none of which refuses who only looks."""
    for pattern in patterns:
        pattern.callback = _led(pattern.callback)
    return patterns


def _led(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        is_only_looked_at = request.method in {"GET", "HEAD"}
        if is_only_looked_at and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return HttpResponseRedirect(page_above(request.path))
        return response

    return shown
