"""The admin pages of accounts."""

import html

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client

from openevent.accounts import delivering, joining, passwords, posting, staffing, tokens
from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib import media
from tests.conftest import PASSWORD
from tests.events.pages import filled, is_sent_away, send, signed_in, when

USERS, LETTERS = "/admin/accounts/user/", "/admin/accounts/letter/"


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


def test_a_blocked_account_stays_signed_out_when_it_is_let_in_again(browser: Client, ann: User) -> None:
    token = tokens.access_token(ann, fresh=True)

    send(browser, page(ann), is_blocked="on")
    send(browser, page(ann), is_blocked=None)

    with pytest.raises(tokens.NotSignedIn):
        tokens.holder(token)


def test_a_deleted_account_frees_its_address_and_gets_it_back(browser: Client, ann: User) -> None:
    send(browser, page(ann), **when("deleted_at", "2026-01-01 00:00"))
    ann.refresh_from_db()
    assert (ann.email, ann.is_active) == ("ann@example.org.deleted", False)

    refusals = send(browser, page(ann), **when("deleted_at", ""))

    ann.refresh_from_db()
    assert (refusals, ann.email, ann.is_active) == ([], "ann@example.org", True)


def test_a_deleted_account_whose_address_is_taken_stays_deleted(browser: Client, ann: User) -> None:
    joining.delete(ann)
    joining.join("ann@example.org", PASSWORD)

    refusals = send(browser, page(ann), **when("deleted_at", ""))

    ann.refresh_from_db()
    assert (refusals, ann.is_active) == (["There is another account for ann@example.org by now."], False)


def test_a_deleted_account_can_be_described(browser: Client, ann: User) -> None:
    joining.delete(ann)

    assert send(browser, page(ann), company="Ours") == []


def test_a_profile_is_kept_as_the_domain_keeps_it(browser: Client, ann: User) -> None:
    uploaded = media.address("0" * 32, "original.webp")

    refusals = send(browser, page(ann), details="<b>Hi</b><script>x</script>", first_name=" Ann ", avatar_url=uploaded)

    ann.refresh_from_db()
    assert (refusals, ann.details, ann.first_name) == ([], "<b>Hi</b>", "Ann")
    assert ann.icon_image_url == media.address("0" * 32, "icon.webp")


def test_staff_sets_flags_but_who_is_of_it(browser: Client, ann: User) -> None:
    send(browser, page(ann), is_marketer="on", is_sales_admin="on", is_admin="on", is_super_admin="on")

    ann.refresh_from_db()
    assert (ann.is_marketer, ann.is_sales_admin, ann.is_admin, ann.is_super_admin) == (True, True, False, False)


def test_what_is_known_of_an_account_is_not_typed(browser: Client, ann: User) -> None:
    send(browser, page(ann), was_registered_with_order="on")

    ann.refresh_from_db()
    assert not ann.was_registered_with_order


def test_letters_are_listed_without_their_words(browser: Client, mallory: User) -> None:
    letter = posting.post("ann@example.org", subject="A new password", text="the secret", html="<p>the secret</p>")
    pages = [browser.get(where).content.decode() for where in (LETTERS, f"{LETTERS}{letter.pk}/change/")]

    assert all("A new password" in shown and "ann@example.org" in shown for shown in pages)
    assert not any("the secret" in shown for shown in pages)
    assert is_sent_away(mallory, LETTERS)


def test_letters_are_neither_written_nor_changed_there(browser: Client) -> None:
    letter = posting.post("ann@example.org", subject="A new password", text="the secret")
    addresses = (f"{LETTERS}add/", f"{LETTERS}{letter.pk}/change/", f"{LETTERS}{letter.pk}/delete/")

    assert [browser.post(where, {"subject": "Another"}).status_code for where in addresses] == [403, 403, 403]


@pytest.fixture
def in_doubt(db: None) -> Letter:
    """A letter of which nobody knows whether it was sent."""
    letter = posting.post("ann@example.org", subject="Your ticket", text="the secret", once=True)
    Letter.objects.update(handed_over_at=letter.created_at, next_try_at=None, error=delivering.IN_DOUBT)
    return letter


def test_letters_in_doubt_are_found_and_say_what_to_do(browser: Client, in_doubt: Letter) -> None:
    posting.post("ann@example.org", subject="Another letter", text="the secret")

    listed = browser.get(LETTERS, {"doubt": "in"}).content.decode()

    assert "Your ticket" in listed
    assert html.escape(delivering.IN_DOUBT) in listed
    assert "Another letter" not in listed
    assert "the secret" not in listed
    assert "Another letter" in browser.get(LETTERS).content.decode()


def test_letters_in_doubt_are_sent_again_from_the_list(browser: Client, in_doubt: Letter) -> None:
    other = posting.withhold("ann@example.org", subject="Hello", reason="No account.")
    chosen = {"action": "send_again", "_selected_action": [in_doubt.pk, other.pk]}

    first = browser.post(LETTERS, chosen, follow=True).content.decode()
    second = browser.post(LETTERS, chosen, follow=True).content.decode()
    posting.send(in_doubt.pk)

    assert "Sent again: 1. The others are not in doubt." in first
    assert "Nothing was sent again. The others are not in doubt." in second
    assert [sent.subject for sent in mail.outbox] == ["Your ticket"]


def test_mallory_sends_no_letter_again(mallory: User, in_doubt: Letter) -> None:
    answer = signed_in(mallory).post(LETTERS, {"action": "send_again", "_selected_action": [in_doubt.pk]})

    in_doubt.refresh_from_db()
    assert (answer.status_code, in_doubt.is_in_doubt) == (302, True)


def test_an_account_is_deleted_by_its_date_only_and_where_no_event_needs_it(
    browser: Client, event: Event, olga: User, mallory: User
) -> None:
    hard = browser.post(f"{USERS}{olga.pk}/delete/", {"post": "yes"}).status_code
    chosen = {"action": "delete_selected", "_selected_action": [olga.pk], "post": "yes"}
    browser.post(USERS, chosen)
    deleted = {**filled(browser, page(olga)), **when("deleted_at", "2026-01-01 00:00"), "first_name": "Olga"}
    needed = browser.post(page(olga), deleted, follow=True).content.decode()
    soft = send(browser, page(mallory), **when("deleted_at", "2026-01-01 00:00"))

    for user in (olga, mallory):
        user.refresh_from_db()
    assert (hard, soft, mallory.is_active) == (403, [], False)
    assert (olga.is_active, olga.first_name) == (True, "")
    assert "The account has a role in the event “Autumn Conference”." in needed
    assert event.roles.filter(user=olga, role="owner").exists()


def test_what_others_did_while_a_page_was_open_stays(browser: Client, ann: User, staff: User) -> None:
    opened = filled(browser, page(ann))
    staffing.set_flags(ann, by=staff, is_blocked=True)
    passwords.set_password(ann, "another long and secret sentence")
    User.objects.filter(pk=ann.pk).update(company="Changed meanwhile")

    browser.post(page(ann), {**opened, "first_name": "Ann"})

    ann.refresh_from_db()
    assert (ann.first_name, ann.is_blocked, ann.company) == ("Ann", True, "Changed meanwhile")
    assert ann.check_password("another long and secret sentence")
