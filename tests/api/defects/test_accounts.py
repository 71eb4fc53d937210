"""What the original did wrong with accounts: flags, passwords, tokens, and what it told of people."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from openevent import settings as site
from openevent.accounts import joining, staffing, tokens
from openevent.accounts.models import Letter, Proof, User
from openevent.events.models import Event
from openevent.program.models import Session
from tests.accounts.mail import last_secret
from tests.api.defects.documents import document, get, plain, read, refusal, send
from tests.conftest import PASSWORD, account, as_user

FLAGS = ["is-admin", "is-super-admin", "is-blocked", "is-marketer", "is-sales-admin", "is-verified"]
RESET, NEW = "/v1/auth/reset-password", "another long sentence"
LONG = "x" * 5000


@pytest.fixture(autouse=True)
def _from_anywhere(settings: Any) -> None:
    """How often one client asks for letters is a subject of its own."""
    settings.SECRETS_PER_CLIENT = 1000


def register(**said: Any) -> Any:
    attributes = {"email": "new@example.org", "password": PASSWORD, **{k.replace("_", "-"): v for k, v in said.items()}}
    return send(None, "POST", "/v1/users", document("user", attributes))


def sign_in(email: str, password: str) -> Any:
    return plain(None, "/v1/auth/login", {"email": email, "password": password})


# --- D44: what only staff says of an account ---


@pytest.mark.parametrize("flag", FLAGS)
def test_d44_no_flag_is_taken_from_a_registration(db: None, flag: str) -> None:
    answer = register(**{flag: True})

    made = User.objects.filter(email="new@example.org").first()
    assert answer.status_code in {201, 403, 422}
    assert (made is not None) == (answer.status_code == 201)
    assert made is None or not getattr(made, flag.replace("-", "_"))
    assert get(made, "/v1/users").status_code in {401, 403}


@pytest.mark.parametrize("flag", FLAGS)
def test_d44_nobody_flags_their_own_account(mallory: User, flag: str) -> None:
    User.objects.filter(pk=mallory.pk).update(is_verified=False)
    body = document("user", {flag: True, "first-name": "Mallory"}, row=mallory)

    answer = send(mallory, "PATCH", f"/v1/users/{mallory.pk}", body)

    before = User.objects.filter(pk=mallory.pk).values(flag.replace("-", "_")).get()
    assert before == {flag.replace("-", "_"): False}
    assert answer.status_code == (200 if flag == "is-super-admin" else 403)  # which is only read, for everybody
    assert refusal(get(mallory, "/v1/users")) == (403, "")


@pytest.mark.parametrize("flag", ["is-admin", "is-super-admin"])
def test_d44_an_administrator_makes_no_administrators(staff: User, mallory: User, flag: str) -> None:
    send(staff, "PATCH", f"/v1/users/{mallory.pk}", document("user", {flag: True}, row=mallory))

    mallory.refresh_from_db()
    assert (mallory.is_admin, mallory.is_super_admin) == (False, False)


def test_d44_strangers_change_no_account(ann: User, mallory: User) -> None:
    body = document("user", {"is-blocked": True, "first-name": "Nobody"}, row=ann)

    answers = [send(user, "PATCH", f"/v1/users/{ann.pk}", body) for user in (None, mallory)]

    ann.refresh_from_db()
    assert [refusal(answer)[0] for answer in answers] == [401, 404]
    assert (ann.is_blocked, ann.first_name) == (False, "")


# --- D31, D33, D43: passwords ---


def test_d43_a_password_is_not_changed_with_the_profile(ann: User) -> None:
    body = document("user", {"password": NEW, "first-name": "Ann"}, row=ann)

    answer = send(ann, "PATCH", f"/v1/users/{ann.pk}", body)

    ann.refresh_from_db()
    assert refusal(answer) == (403, "/data/attributes/password")
    assert (ann.check_password(PASSWORD), ann.first_name) == (True, "")


@pytest.mark.parametrize("password", ["1234567", LONG, ""])
def test_d31_a_password_has_the_same_bounds_wherever_it_is_set(ann: User, password: str) -> None:
    plain(None, RESET, {"data": {"email": ann.email}})

    registered = register(password=password)
    changed = plain(ann, "/v1/auth/change-password", {"data": {"old-password": PASSWORD, "new-password": password}})
    said = {"data": {"token": last_secret(ann.email), "password": password}}
    replaced = plain(None, RESET, said, "PATCH")

    ann.refresh_from_db()
    assert refusal(registered) == (422, "/data/attributes/password")
    assert refusal(changed) == (400, "/data/new-password")
    assert refusal(replaced) == (422 if password else 400, "/data/password")
    assert ann.check_password(PASSWORD)
    assert not User.objects.filter(email="new@example.org").exists()


def test_d33_a_password_is_kept_as_a_hash_that_is_slow_to_guess(db: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    register()

    made = User.objects.get()
    assert made.password.startswith("argon2$argon2id$")
    assert PASSWORD not in made.password
    assert sign_in(made.email, PASSWORD).status_code == 200


def test_d33_the_site_hashes_so_without_being_told() -> None:
    assert site.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


# --- D25, D26: tokens ---


def test_d25_a_token_is_void_once_its_holder_signs_out(ann: User) -> None:
    headers = {"Authorization": f"JWT {sign_in(ann.email, PASSWORD).json()['access_token']}"}
    assert Client(headers=headers).get(f"/v1/users/{ann.pk}").status_code == 200

    Client(headers=headers).post("/v1/auth/logout")

    assert refusal(Client(headers=headers).get(f"/v1/users/{ann.pk}"))[0] == 401


@pytest.mark.parametrize("end", ["everywhere", "password", "reset", "blocked", "deleted"])
def test_d25_a_token_is_void_once_the_account_says_so(ann: User, staff: User, end: str) -> None:
    client, address = as_user(ann), f"/v1/users/{ann.pk}"
    assert client.get(address).status_code == 200

    if end == "everywhere":
        plain(ann, "/v1/auth/blacklist", {})
    elif end == "password":
        plain(ann, "/v1/auth/change-password", {"data": {"old-password": PASSWORD, "new-password": NEW}})
    elif end == "reset":
        plain(None, RESET, {"data": {"email": ann.email}})
        plain(None, RESET, {"data": {"token": last_secret(ann.email), "password": NEW}}, "PATCH")
    elif end == "blocked":
        read(send(staff, "PATCH", address, document("user", {"is-blocked": True}, row=ann)))
    else:
        assert send(ann, "DELETE", address).status_code == 200

    assert refusal(client.get(address))[0] == 401


@pytest.mark.parametrize("word", ["JWT", "Bearer", "bearer", "jwt"])
def test_d26_both_words_before_a_token_are_taken(ann: User, word: str) -> None:
    client = Client(headers={"Authorization": f"{word} {tokens.access_token(ann, fresh=True)}"})

    assert client.get(f"/v1/users/{ann.pk}").status_code == 200


# --- D27, D30, D48: how often one may ask, and what the answers tell ---


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/auth/login", {"email": "ann@example.org", "password": "wrong"}),
        ("/auth/session", {"email": "ann@example.org", "password": "wrong"}),
        ("/v1/auth/fresh-login", {"email": "ann@example.org", "password": "wrong"}),
        ("/v1/auth/verify-password", {"password": "wrong"}),
        ("/v1/users/check_email", {"email": "nobody@example.org"}),
        ("/v1/users/checkEmail", {"email": "nobody@example.org"}),
    ],
)
def test_d27_nobody_guesses_without_end(ann: User, address: str, body: Any) -> None:
    tried = [plain(ann, address, body) for _ in range(21)]

    assert refusal(tried[-1]) == (429, "")
    assert 0 < int(tried[-1]["Retry-After"]) <= 3600
    assert tried[0].status_code in {200, 401}


@pytest.mark.parametrize("address", [RESET, "/v1/auth/resend-verification-email"])
def test_d30_an_answer_does_not_tell_whether_there_is_an_account(ann: User, address: str) -> None:
    User.objects.update(is_verified=False)

    known, unknown = (plain(None, address, {"data": {"email": f"{who}@example.org"}}) for who in ("ann", "nobody"))

    assert known.status_code == unknown.status_code == 200
    assert known.json()["message"] == unknown.json()["message"]
    assert [letter.to for letter in Letter.objects.filter(next_try_at__isnull=False)] == ["ann@example.org"]


def test_d48_the_organisers_are_not_flooded_with_letters(olga: User, ann: User, event: Event) -> None:
    address = f"/v1/events/{event.identifier}/contact-organizer"

    statuses = [plain(ann, address, {"email": f"Question {n}"}).status_code for n in range(6)]

    assert statuses == [200] * 5 + [429]
    assert Letter.objects.filter(to=olga.email).count() == 5
    assert refusal(plain(None, address, {"email": "Question"})) == (401, "")


# --- D28, D29: secrets that are posted ---


def everything_stored_but_letters() -> str:
    """All rows of all tables, in words; a letter waits with its secret until it is sent."""
    models = [model for model in apps.get_models() if model is not Letter]
    return "\n".join(str(row) for model in models for row in model._default_manager.values())


def test_d28_a_reset_token_is_long_hashed_and_good_once(ann: User) -> None:
    plain(None, RESET, {"data": {"email": ann.email}})
    secret = last_secret(ann.email)
    said = {"data": {"token": secret, "password": NEW}}

    first, second = (plain(None, RESET, said, "PATCH") for _ in range(2))

    assert len(secret) * 6 >= 128  # bits, six a character
    assert secret not in everything_stored_but_letters()
    assert first.status_code == 200
    assert refusal(second)[0] == 404


def test_d28_a_reset_token_expires(ann: User) -> None:
    plain(None, RESET, {"data": {"email": ann.email}})
    assert Proof.objects.get().expires_at - timezone.now() <= timedelta(days=1)
    Proof.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = plain(None, RESET, {"data": {"token": last_secret(ann.email), "password": NEW}}, "PATCH")

    ann.refresh_from_db()
    assert refusal(answer)[0] == 404
    assert ann.check_password(PASSWORD)


def test_d28_no_two_tokens_are_alike(ann: User) -> None:
    for _ in range(3):
        plain(None, RESET, {"data": {"email": ann.email}})

    assert Proof.objects.values("token_hash").distinct().count() == 3


def test_d29_a_verification_token_expires_and_is_good_once(db: None) -> None:
    register()
    secret = last_secret("new@example.org")
    ends = Proof.objects.values_list("expires_at", flat=True).get()

    Proof.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = plain(None, "/v1/auth/verify-email", {"data": {"token": secret}})
    verified_late = User.objects.get().is_verified
    Proof.objects.update(expires_at=ends)
    statuses = [plain(None, "/v1/auth/verify-email", {"data": {"token": secret}}).status_code for _ in range(2)]

    assert ends - timezone.now() <= timedelta(days=8)
    assert (refusal(late)[0], verified_late) == (400, False)
    assert statuses == [200, 400]
    assert User.objects.get().is_verified


# --- D42, D74: what is told of people ---


def test_d42_no_public_answer_has_an_address_of_somebody(
    olga: User, mallory: User, staff: User, session: Session
) -> None:
    User.objects.update(is_profile_public=True, contact="+49 30 1", billing_phone="+49 30 1")
    event = session.event
    pages = [
        f"/v1/events/{event.pk}?include=owner,organizers,coorganizers",
        f"/v1/events/{event.pk}/owner",
        f"/v1/events/{event.pk}/coorganizers",
        "/v1/events?include=owner,speakers.user",
        f"/v1/sessions/{session.pk}?include=creator,speakers.user",
        f"/v1/sessions/{session.pk}/creator",
        f"/v1/speakers/{session.speaking.get().speaker_id}/user",
    ]

    for page in pages:
        for user in (None, mallory):
            answer = get(user, page)
            assert answer.status_code == 200, page
            assert b"@example.org" not in answer.content, page
            assert b"+49" not in answer.content, page
    assert b"olga@example.org" in get(staff, pages[0]).content


def test_d42_an_account_is_read_by_its_holder_alone(olga: User, mallory: User) -> None:
    User.objects.update(is_profile_public=True)

    assert read(get(olga, f"/v1/users/{olga.pk}"))["attributes"]["email"] == olga.email
    for user in (None, mallory):
        assert refusal(get(user, f"/v1/users/{olga.pk}")) == (404, "")


def test_d25_a_token_of_an_account_that_was_restored_is_still_void(ann: User, staff: User) -> None:
    client = as_user(ann)
    send(ann, "DELETE", f"/v1/users/{ann.pk}")
    joining.restore(User.objects.get(pk=ann.pk), by=staff)

    assert refusal(client.get(f"/v1/users/{ann.pk}"))[0] == 401


def test_d25_a_blocked_account_does_not_come_in_again(staff: User) -> None:
    blocked = staffing.set_flags(account("blocked"), by=staff, is_blocked=True)

    assert refusal(sign_in(blocked.email, PASSWORD))[0] == 401
