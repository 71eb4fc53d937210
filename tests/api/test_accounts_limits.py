"""How often one may try: sign in, give a password, ask for an address or for a letter."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import Letter, User
from tests.conftest import PASSWORD, as_user

LOGIN, CHECK = "/v1/auth/login", "/v1/users/check_email"
RESET, RESEND = "/v1/auth/reset-password", "/v1/auth/resend-verification-email"


def post(address: str, body: Any, *, client: Client | None = None, at: str = "203.0.113.7") -> Any:
    return (client or Client()).post(address, body, content_type="application/json", REMOTE_ADDR=at)


def sign_in(email: str = "ann@example.org", password: str = "wrong", *, at: str = "203.0.113.7") -> int:
    status: int = post(LOGIN, {"email": email, "password": password}, at=at).status_code
    return status


def test_a_refusal_says_when_to_come_again(ann: User) -> None:
    for _ in range(10):
        sign_in()

    answer = post(LOGIN, {"email": ann.email, "password": PASSWORD})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["status"], error["title"]) == (429, "429", "Too Many Requests")
    assert 290 <= int(answer["Retry-After"]) <= 300


@pytest.mark.parametrize("address", [LOGIN, "/auth/session"])
def test_an_account_is_guessed_at_ten_times_from_wherever(ann: User, address: str) -> None:
    tried = [sign_in(email="ANN@example.org ", at=f"203.0.113.{number}") for number in range(11)]

    assert tried == [401] * 10 + [429]
    assert post(address, {"email": ann.email, "password": PASSWORD}).status_code == 429


def test_an_address_without_an_account_is_limited_alike(db: None) -> None:
    assert [sign_in("nobody@example.org") for _ in range(11)] == [401] * 10 + [429]


def test_the_right_password_begins_the_count_anew(ann: User) -> None:
    tried = [sign_in() for _ in range(9)] + [sign_in(password=PASSWORD)] + [sign_in() for _ in range(10)]

    assert tried == [401] * 9 + [200] + [401] * 10


def test_one_client_tries_sixty_times_whatever_the_account(ann: User, olga: User) -> None:
    tried = [sign_in(f"{number}@example.org") for number in range(61)]

    assert tried == [401] * 60 + [429]
    assert sign_in(ann.email, PASSWORD) == 429
    assert sign_in(ann.email, PASSWORD, at="198.51.100.1") == 200


def test_a_client_that_is_stopped_does_not_stop_the_accounts_owner(ann: User, settings: Any) -> None:
    settings.SIGN_INS_PER_CLIENT = 2
    for _ in range(20):
        sign_in()

    assert sign_in(password=PASSWORD, at="198.51.100.1") == 200


def test_a_client_does_not_become_another_by_saying_so(ann: User, settings: Any) -> None:
    settings.SIGN_INS_PER_CLIENT = 2
    body = {"email": "nobody@example.org", "password": "wrong"}

    tried = [
        Client(headers={"X-Forwarded-For": f"198.51.100.{number}"})
        .post(LOGIN, body, content_type="application/json")
        .status_code
        for number in range(3)
    ]

    assert tried == [401, 401, 429]


def test_behind_a_proxy_clients_are_told_apart(ann: User, settings: Any) -> None:
    settings.SIGN_INS_PER_CLIENT, settings.TRUSTED_PROXIES = 1, 1
    body = {"email": "nobody@example.org", "password": "wrong"}

    tried = [
        Client(headers={"X-Forwarded-For": said}).post(LOGIN, body, content_type="application/json").status_code
        for said in ("198.51.100.1", "198.51.100.2", "1.2.3.4, 198.51.100.2")
    ]

    assert tried == [401, 401, 429]


def test_a_body_that_tries_nothing_is_not_counted(ann: User) -> None:
    for _ in range(20):
        post(LOGIN, {"email": ann.email})

    assert sign_in(password=PASSWORD) == 200


@pytest.mark.parametrize(
    ("address", "wrong", "right"),
    [
        ("/v1/auth/verify-password", {"password": "wrong"}, {"password": PASSWORD}),
        (
            "/v1/auth/fresh-login",
            {"email": "ann@example.org", "password": "wrong"},
            {"email": "ann@example.org", "password": PASSWORD},
        ),
        (
            "/v1/auth/change-password",
            {"old-password": "wrong", "new-password": "another long sentence"},
            {"old-password": PASSWORD, "new-password": "another long sentence"},
        ),
    ],
)
def test_a_found_token_does_not_guess_the_password(ann: User, olga: User, address: str, wrong: Any, right: Any) -> None:
    client = as_user(ann)
    for _ in range(10):
        assert post(address, wrong, client=client).status_code in {200, 400, 401}

    assert post(address, right, client=client).status_code == 429
    assert post("/v1/auth/verify-password", {"password": PASSWORD}, client=client).status_code == 429
    assert post("/v1/auth/verify-password", {"password": PASSWORD}, client=as_user(olga)).status_code == 200


def test_the_right_password_given_again_begins_the_count_anew(ann: User) -> None:
    client, address = as_user(ann), "/v1/auth/verify-password"

    for password in ["wrong"] * 9 + [PASSWORD] + ["wrong"] * 9 + [PASSWORD]:
        assert post(address, {"password": password}, client=client).status_code == 200


def test_few_addresses_are_probed(ann: User) -> None:
    tried = [post(CHECK, {"email": f"{number}@example.org"}).status_code for number in range(21)]

    assert tried == [200] * 20 + [429]
    assert post("/v1/users/checkEmail", {"email": ann.email}).status_code == 429
    assert post(CHECK, {"email": ann.email}, at="198.51.100.1").json() == {"exists": True}


@pytest.mark.parametrize("address", [RESET, RESEND])
@pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org"])
def test_one_address_gets_three_letters_an_hour(ann: User, address: str, email: str) -> None:
    tried = [post(address, {"data": {"email": email}}, at=f"203.0.113.{number}").status_code for number in range(4)]

    assert tried == [200, 200, 200, 429]
    assert Letter.objects.filter(to=email).count() == 3


@pytest.mark.parametrize("address", [RESET, RESEND])
def test_one_client_asks_for_a_letter_once_a_minute(ann: User, address: str) -> None:
    first, second = (post(address, {"email": f"{who}@example.org"}) for who in ("ann", "olga"))

    assert (first.status_code, second.status_code) == (200, 429)
    assert 1 <= int(second["Retry-After"]) <= 60


def test_the_admin_pages_are_guessed_at_no_more_often(staff: User) -> None:
    address, wrong = "/account/sign-in?next=/admin/", {"email": staff.email, "password": "wrong"}
    for _ in range(10):
        assert Client().post(address, wrong).status_code == 422

    answer = Client().post(address, {"email": staff.email, "password": PASSWORD})

    assert answer.status_code == 422
    assert "Too many attempts. Try again in" in answer.content.decode()
    assert sign_in(staff.email, PASSWORD) == 429


def test_staff_signs_in_to_the_admin_pages(staff: User) -> None:
    address = Client().get("/admin/login/?next=/admin/")["Location"]
    Client().post(address, {"email": staff.email, "password": "wrong"})

    answer = Client().post(address, {"email": staff.email, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert [sign_in(staff.email) for _ in range(10)] == [401] * 10
