"""Addresses that only take forms lead to the page on which the form stands."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program.models import SpeakersCall
from openevent.tickets.models import Ticket
from openevent.web.leading import page_above
from openevent.web.urls import urlpatterns
from tests.conftest import PASSWORD
from tests.program.windows import opened
from tests.tickets.conftest import completed, order, ticket
from tests.web.pages import HTML, parsed, read, signed_in
from tests.web.test_strangers import address


def test_no_page_refuses_who_only_looks(event: Event, olga: User) -> None:
    browser = signed_in(olga)

    refusing = [path for path in _addresses(event) if browser.get(path).status_code == 405]

    assert refusing == []


def _addresses(event: Event) -> Iterator[str]:
    """An address of each pattern, without files."""
    for pattern in urlpatterns:
        regex = str(pattern.pattern)
        if r"\." not in regex:
            yield address(regex, event) if regex.startswith("^") else f"/{regex}"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/language", "/"),
        ("/account/sign-out", "/account"),
        ("/account/data/export", "/account/data"),
        ("/proposals/1/state", "/proposals/1"),
        ("/orders/waiting/1/take", "/orders/waiting/1"),
        ("/orders/waiting/1", "/orders"),
        ("/e/0a1b2c3d/my-schedule/feed", "/e/0a1b2c3d/my-schedule"),
        ("/e/0a1b2c3d/stars", "/e/0a1b2c3d"),
        ("/manage/0a1b2c3d/sessions/1/speakers", "/manage/0a1b2c3d/sessions/1"),
        ("/x", "/"),
    ],
)
def test_the_page_of_a_form_is_above_its_address(path: str, page: str) -> None:
    assert page_above(path) == page


def _signed_in_from(answer: Any, user: User) -> Any:
    """Where somebody comes to who signs in when asked to."""
    browser = Client(headers=HTML)
    (then,) = parsed(browser.get(answer["Location"])).xpath("//main//input[@name='next']/@value")
    return browser.post(
        "/account/sign-in", {"email": user.email, "password": PASSWORD, "next": then}, follow=True, headers=HTML
    )


@pytest.mark.parametrize("form", ["pay", "calendar", "cancel"])
def test_whose_session_was_over_when_a_form_was_sent_signs_in_and_has_its_page(
    ann: User, paid: Ticket, form: str
) -> None:
    home = f"/orders/{order(ann, (paid, 1)).identifier}"

    found = _signed_in_from(Client(headers=HTML).post(f"{home}/{form}"), ann)

    assert (found.status_code, found.request["PATH_INFO"]) == (200, f"{home}/cancel" if form == "cancel" else home)


@pytest.mark.parametrize("path", ["/account/data/export", "/account/sign-out-everywhere"])
def test_that_holds_of_the_account_too(ann: User, path: str) -> None:
    found = _signed_in_from(Client(headers=HTML).post(path), ann)

    assert (found.status_code, found.request["PATH_INFO"]) == (200, path.rpartition("/")[0])


def test_the_word_of_a_private_call_is_kept_until_one_has_signed_in(event: Event, olga: User, ann: User) -> None:
    opened(event, olga)
    SpeakersCall.objects.update(privacy="private", hash="a-secret-of-sixteen")
    form = f"/e/{event.identifier}/propose?word=a-secret-of-sixteen"

    found = _signed_in_from(Client(headers=HTML).post(form, {"title": "Knitting"}), ann)

    assert (found.status_code, found.request["QUERY_STRING"]) == (200, "word=a-secret-of-sixteen")


def test_who_chooses_a_language_on_the_answer_to_a_form_has_its_page(
    fair: Event, olga: User, tom: User, ann: User
) -> None:
    last = ticket(fair, olga, "Last", quantity=1)
    completed(tom, (last, 1))
    browser = signed_in(ann)
    place = browser.post(f"/e/{fair.identifier}/tickets/{last.pk}/wait", {"quantity": "1"})["Location"]
    refused = parsed(browser.post(f"{place}/take"))
    (here,) = refused.xpath("//form[@action='/language']/input[@name='next']/@value")

    found = browser.post("/language", {"language": "de", "next": here}, follow=True)

    assert (found.status_code, found.request["PATH_INFO"]) == (200, place)
    assert read(browser, place).xpath("string(/html/@lang)") == "de"
