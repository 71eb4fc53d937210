"""The admin pages of accounts."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from openevent.accounts import tokens
from openevent.accounts.models import User
from openevent.events.models import Event
from tests.conftest import PASSWORD
from tests.events.pages import is_sent_away, send, signed_in, when

USERS = "/admin/accounts/user/"


@pytest.fixture
def browser(staff: User) -> Client:
    return signed_in(staff)


def page(user: User) -> str:
    return f"{USERS}{user.pk}/change/"


def test_only_staff_comes_in(ann: User, mallory: User) -> None:
    addresses = (USERS, f"{USERS}add/", page(ann), "/admin/")

    assert [is_sent_away(user, where) for user in (None, mallory) for where in addresses] == [True] * 8


def test_mallory_does_not_become_staff_by_sending_the_form(mallory: User) -> None:
    answer = signed_in(mallory).post(page(mallory), {"email": mallory.email, "is_admin": "on"})

    mallory.refresh_from_db()
    assert (answer.status_code, mallory.is_staff) == (302, False)


def test_a_blocked_member_of_the_staff_is_sent_away(staff: User) -> None:
    browser = signed_in(staff)
    User.objects.filter(pk=staff.pk).update(is_blocked=True)

    answer = browser.get(USERS)

    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={USERS}")


def test_staff_makes_an_account_that_can_sign_in(browser: Client) -> None:
    refusals = send(browser, f"{USERS}add/", email="New@Example.org", new_password=PASSWORD)

    made = User.objects.get(email="new@example.org")
    assert refusals == []
    assert authenticate(username="NEW@example.org", password=PASSWORD) == made


def test_an_account_without_a_password_cannot_sign_in(browser: Client) -> None:
    send(browser, f"{USERS}add/", email="new@example.org")

    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_a_new_password_signs_the_user_out(browser: Client, ann: User) -> None:
    token = tokens.access_token(ann, fresh=True)

    refusals = send(browser, page(ann), new_password="another long sentence")

    assert refusals == []
    with pytest.raises(tokens.NotSignedIn):
        tokens.holder(token)


def test_saving_without_a_password_keeps_the_present_one(browser: Client, ann: User) -> None:
    send(browser, page(ann), public_name="Ann O.")

    ann.refresh_from_db()
    assert (ann.public_name, ann.check_password(PASSWORD)) == ("Ann O.", True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"new_password": "short"}, "This password is too short. It must contain at least 8 characters."),
        ({"email": "OLGA@example.org"}, "User with this E-mail address already exists."),
        ({"email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_what_an_account_cannot_be_is_said_on_the_form(
    browser: Client, ann: User, olga: User, fields: dict[str, str], sentence: str
) -> None:
    refusals = send(browser, page(ann), **fields)

    ann.refresh_from_db()
    assert refusals == [sentence]
    assert (ann.email, ann.check_password(PASSWORD)) == ("ann@example.org", True)


def test_a_blocked_account_is_signed_out(browser: Client, ann: User) -> None:
    token = tokens.access_token(ann, fresh=True)

    send(browser, page(ann), is_blocked="on")

    with pytest.raises(tokens.NotSignedIn):
        tokens.holder(token)


def test_an_account_is_deleted_by_its_date_only(browser: Client, event: Event, olga: User) -> None:
    hard = browser.post(f"{USERS}{olga.pk}/delete/", {"post": "yes"}).status_code
    chosen = {"action": "delete_selected", "_selected_action": [olga.pk], "post": "yes"}
    browser.post(USERS, chosen)
    soft = send(browser, page(olga), **when("deleted_at", "2026-01-01 00:00"))

    olga.refresh_from_db()
    assert (hard, soft, olga.is_active) == (403, [], False)
    assert event.roles.filter(user=olga, role="owner").exists()
