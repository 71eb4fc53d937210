"""An account from its beginning: signed up for, its address proven, its password forgotten and set anew."""

import re
from typing import Any

import pytest
from django.test import Client

from openevent.accounts import joining
from openevent.accounts.models import Letter, User
from tests.accounts.mail import last_letter
from tests.conftest import PASSWORD

SIGN_UP, VERIFY, AGAIN = "/account/sign-up", "/account/verify", "/account/verify/again"
FORGOTTEN, RESET = "/account/forgotten", "/account/reset"
NEW = "another long and secret sentence"


@pytest.fixture(autouse=True)
def _often(settings: Any) -> None:
    settings.SECRETS_PER_CLIENT = 100


def link_to(address: str) -> str:
    """The path to which the last letter's link leads."""
    (found,) = re.findall(r"^http://localhost:8000(/account/\S+)$", last_letter(address).text, re.MULTILINE)
    return str(found)


def code_in(path: str) -> str:
    return path.partition("code=")[2]


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_who_signs_up_is_signed_in_and_goes_on_and_is_asked_for_proof(db: None, client: Client) -> None:
    answer = client.post(SIGN_UP, {"email": " New@Example.org ", "password": PASSWORD, "next": "/manage"})

    made = User.objects.get(email="new@example.org")
    assert (answer.status_code, answer["Location"], made.is_verified) == (302, "/manage", False)
    assert "open the link in that letter" in words(client.get("/manage"))
    assert code_in(link_to(made.email))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"email": "new@example.org", "password": "short"}, "This password is too short."),
        ({"email": "no address", "password": PASSWORD}, "is not an e-mail address."),
        ({"email": "olga@example.org", "password": PASSWORD}, "There is already an account for olga@example.org."),
        ({"email": "a" * 300 + "@example.org", "password": PASSWORD}, "is not an e-mail address."),
        ({"email": "new@example.org", "password": "x" * 2000}, "A password has at most"),
        ({"email": "new@example.org", "password": f"{PASSWORD}\0"}, "Null characters are not allowed."),
        ({}, "This field is required."),
    ],
)
def test_what_will_not_do_is_said_and_nobody_is_signed_in(
    olga: User, client: Client, sent: dict[str, str], sentence: str
) -> None:
    answer = client.post(SIGN_UP, sent)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert client.get("/manage").status_code == 302
    assert User.objects.count() == 1


def test_taken_addresses_are_told_no_more_often_than_where_they_are_asked_for(
    olga: User, client: Client, settings: Any
) -> None:
    settings.ADDRESS_CHECKS_PER_CLIENT = 1
    taken = {"email": olga.email, "password": PASSWORD}

    first, second = words(client.post(SIGN_UP, taken)), words(client.post(SIGN_UP, taken))

    assert ("There is already an account" in first, "There is already an account" in second) == (True, False)
    assert "Too many attempts." in second


def test_an_address_is_proven_by_the_button_and_not_by_opening_the_link(db: None, client: Client) -> None:
    user = joining.register("new@example.org", PASSWORD)
    link = link_to(user.email)

    opened = client.get(link)
    user.refresh_from_db()
    before = user.is_verified
    answer = client.post(VERIFY, {"code": code_in(link)}, follow=True)

    user.refresh_from_db()
    assert (opened.status_code, before, user.is_verified) == (200, False, True)
    assert "<strong>new@example.org</strong>" in words(opened)
    assert "Thank you. The address is yours." in words(answer)
    assert client.post(VERIFY, {"code": code_in(link)}).status_code == 422


def test_who_was_invited_finds_the_address_filled_in(db: None, client: Client) -> None:
    assert 'value="new@example.org"' in words(client.get(f"{SIGN_UP}?email=new@example.org&next=/manage"))


@pytest.mark.parametrize("path", [VERIFY, RESET])
@pytest.mark.parametrize("code", ["", "x", "\0", "x" * 10_000])
def test_a_code_that_is_none_proves_nothing(db: None, client: Client, path: str, code: str) -> None:
    answer = client.post(path, {"code": code, "password": NEW})

    assert answer.status_code == 422


def test_a_link_without_its_code_leads_to_where_one_gets_another(db: None, client: Client) -> None:
    assert (client.get(VERIFY)["Location"], client.get(RESET)["Location"]) == (AGAIN, FORGOTTEN)


@pytest.mark.parametrize("path", [AGAIN, FORGOTTEN])
def test_letters_are_asked_for_alike_by_who_has_an_account_and_who_has_none(db: None, path: str) -> None:
    joining.register("new@example.org", PASSWORD)
    Letter.objects.all().delete()

    answers = [Client().post(path, {"email": f"{who}@example.org"}, follow=True) for who in ("new", "nobody")]

    assert ["a letter is on its way" in words(answer) for answer in answers] == [True, True]
    assert [letter.to for letter in Letter.objects.exclude(text="")] == ["new@example.org"]


@pytest.mark.parametrize("path", [AGAIN, FORGOTTEN])
def test_letters_are_asked_for_so_often_as_over_the_api(olga: User, client: Client, settings: Any, path: str) -> None:
    settings.SECRETS_PER_CLIENT = 1

    first, second = (client.post(path, {"email": olga.email}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Too many attempts." in words(second)


def test_a_forgotten_password_is_replaced_through_the_letter_s_link(olga: User, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(olga)
    client.post(FORGOTTEN, {"email": olga.email})
    link = link_to(olga.email)

    opened = client.get(link)
    weak = client.post(RESET, {"code": code_in(link), "password": "short"})
    answer = client.post(RESET, {"code": code_in(link), "password": NEW})
    again = client.post(RESET, {"code": code_in(link), "password": NEW})

    olga.refresh_from_db()
    assert (opened.status_code, weak.status_code, answer.status_code, again.status_code) == (200, 422, 302, 422)
    assert "This password is too short." in words(weak)
    assert olga.check_password(NEW)
    assert elsewhere.get("/manage").status_code == 302
    assert client.get("/manage").status_code == 302  # a letter alone signs nobody in
