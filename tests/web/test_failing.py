"""What browsers are shown where something is wrong, and programs are told as before."""

from typing import Any

import lxml.html
import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from openevent import urls
from openevent.accounts.models import User
from openevent.lib.error_documents import MEDIA_TYPE
from tests.conftest import as_user

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


def forbidden(_request: HttpRequest) -> HttpResponse:

    raise PermissionDenied


urlpatterns = [path("broken", broken), path("v1/broken", broken), path("forbidden", forbidden), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.bad_request, urls.forbidden, urls.not_found, urls.failed


def said(answer: Any) -> str:
    assert answer["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    page = lxml.html.fromstring(answer.content.decode())
    assert page.xpath("//main//a/@href") == ["/"]
    return str(page.xpath("string(//h1)"))


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/nothing", 404, "Not found"),
        ("/e/%F0%00", 404, "Not found"),
        ("/e/0a1b2c3d", 404, "Not found"),
        ("/e/0a1b2c3d/session/999999999999999999", 404, "Not found"),
        ("/forbidden", 403, "Not allowed"),
        ("/broken", 500, "Something went wrong"),
    ],
)
def test_a_browser_is_shown_a_page(db: None, address: str, status: int, title: str) -> None:
    answer = Client(raise_request_exception=False).get(address, headers=HTML)

    assert (answer.status_code, said(answer)) == (status, title)
    assert b"secret" not in answer.content


def test_a_host_that_is_not_ours_is_said_by_a_page(db: None, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["events.example.org"]

    answer = Client(raise_request_exception=False).get("/e/0a1b2c3d", headers=HTML | {"host": "evil.example.org"})

    assert answer.status_code == 400
    assert said(answer) == "That did not work"


def test_who_is_signed_in_stays_so_on_such_a_page(ann: User) -> None:
    client = Client()
    client.force_login(ann)

    assert b"/account/sign-out" in client.get("/nothing", headers=HTML).content


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/nothing", {"accept": "application/json"}),
        ("/nothing", {}),
        ("/v1/nothing", HTML),
        ("/auth/nothing", HTML),
        ("/v1/broken", HTML),
        ("/broken", {"accept": "*/*"}),
    ],
)
def test_a_program_is_answered_a_document(db: None, address: str, headers: dict[str, str]) -> None:
    answer = Client(raise_request_exception=False).get(address, headers=headers)

    assert answer["Content-Type"] == MEDIA_TYPE
    assert answer.status_code == (500 if "broken" in address else 404)


def test_the_page_for_what_nobody_foresaw_asks_no_database(rf: Any) -> None:
    request = rf.get("/broken", headers={**HTML, "accept-language": "de"})

    answer = urls.failed(request)

    assert (answer.status_code, answer["Content-Language"]) == (500, "de")


@pytest.mark.parametrize("address", ["/account/sign-in", "/manage/import"])
@pytest.mark.parametrize("accepts", [HTML, {"accept": "*/*"}])
def test_a_body_that_is_bigger_than_anything_taken_here_is_refused_unread(
    db: None, settings: Any, address: str, accepts: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32  # without it nobody would read the form
    kind, length = "multipart/form-data; boundary=x", str(settings.BODY_MAX_BYTES + 1)

    answer = client.generic("POST", address, b"--x", kind, headers=accepts, CONTENT_LENGTH=length)

    assert answer.status_code == 413
    if accepts is HTML:
        assert (said(answer), "at most 27 MB" in answer.content.decode()) == ("That did not work", True)
    else:
        assert answer.json()["errors"][0]["detail"] == "The body is bigger than this server takes."


def test_the_api_refuses_such_a_body_too(db: None, settings: Any, olga: User) -> None:
    kind, length = "multipart/form-data; boundary=x", str(settings.BODY_MAX_BYTES + 1)

    answer = as_user(olga).generic("POST", "/v1/upload/image", b"--x", kind, CONTENT_LENGTH=length)

    assert (answer.status_code, answer.json()["errors"][0]["status"]) == (413, "413")
