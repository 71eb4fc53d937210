"""Signed tokens: what they say, how long they live, and what makes them void."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings as configured
from django.db import OperationalError
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from openevent.accounts import joining, tasks, tokens
from openevent.accounts.models import EndedSession, User
from openevent.accounts.tokens import NotSignedIn, NotToRefresh
from tests.conftest import PASSWORD

HOUR = 3600


def claims(token: str) -> dict[str, Any]:
    """What the token says, its signature checked by the library below ours."""
    read: dict[str, Any] = jwt.decode(token, configured.SECRET_KEY, algorithms=["HS256"])
    return read


def signed(**said: Any) -> str:
    """A token signed with our key that says whatever we like."""
    now = int(timezone.now().timestamp())
    usual = {
        "type": "access",
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "jti": "a" * 32,
        "generation": 1,
        "session": "b",
    }
    return jwt.encode({**usual, **said}, configured.SECRET_KEY, algorithm="HS256")


def lifetime(token: str) -> int:
    said = claims(token)
    return int(said["exp"] - said["iat"])


def test_an_access_token_says_what_clients_read(olga: User) -> None:
    before = int(timezone.now().timestamp())

    said = claims(tokens.access_token(olga, fresh=True))

    assert said.keys() == {"identity", "iat", "nbf", "exp", "jti", "type", "fresh", "generation", "session"}
    assert (said["identity"], said["type"], said["fresh"]) == (olga.pk, "access", True)
    assert before <= said["iat"] == said["nbf"] <= timezone.now().timestamp()


def test_a_refresh_token_says_what_clients_read(olga: User) -> None:
    said = claims(tokens.refresh_token(olga, csrf="with the cookie"))

    assert said.keys() == {"identity", "iat", "nbf", "exp", "jti", "type", "csrf", "generation", "session"}
    assert (said["identity"], said["type"], said["csrf"]) == (olga.pk, "refresh", "with the cookie")


@pytest.mark.parametrize("fresh", [True, False])
def test_a_holder_knows_whether_the_password_was_given_for_the_token(olga: User, fresh: bool) -> None:
    held = tokens.holder(tokens.access_token(olga, fresh=fresh))

    assert (held.has_fresh_token, olga.has_fresh_token) == (fresh, False)


@pytest.mark.parametrize("said", ["yes", 1, None, [True]])
def test_only_true_is_fresh(olga: User, said: object) -> None:
    assert not tokens.holder(signed(identity=olga.pk, fresh=said)).has_fresh_token


def test_the_password_given_again_gives_a_fresh_token_of_the_same_signing_in(olga: User) -> None:
    stale = tokens.refreshed(tokens.refresh_token(olga, csrf=""))

    made = tokens.sign_in_again(stale, "OLGA@example.org", PASSWORD)

    assert (claims(made)["fresh"], claims(made)["session"]) == (True, claims(stale)["session"])
    assert tokens.holder(made) == olga


@pytest.mark.parametrize(
    ("email", "password"),
    [("olga@example.org", "wrong"), ("mallory@example.org", PASSWORD), ("", PASSWORD), ("olga@example.org", "\ud800")],
)
def test_others_credentials_make_no_token_fresh(olga: User, mallory: User, email: str, password: str) -> None:
    with pytest.raises(NotSignedIn):
        tokens.sign_in_again(tokens.access_token(olga, fresh=False), email, password)


def test_a_use_that_cannot_be_noted_is_a_use_all_the_same(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_facts: object) -> None:
        raise OperationalError("database is locked")

    token = tokens.access_token(olga, fresh=True)
    monkeypatch.setattr("django.db.models.query.QuerySet.update", refuse)

    assert tokens.holder(token) == olga


def test_each_token_has_an_id_of_its_own(olga: User) -> None:
    ids = {claims(tokens.access_token(olga, fresh=True))["jti"] for _ in range(3)}

    assert len(ids) == 3


def test_signing_in_gives_a_fresh_token_for_a_day(olga: User) -> None:
    given_ = tokens.sign_in("OLGA@example.org", PASSWORD)

    assert (given_.refresh, given_.csrf) == (None, "")
    assert (lifetime(given_.access), claims(given_.access)["fresh"]) == (24 * HOUR, True)
    assert tokens.holder(given_.access) == olga


def test_being_remembered_gives_a_short_token_and_one_for_a_year(olga: User) -> None:
    given_ = tokens.sign_in(olga.email, PASSWORD, remember=True)

    assert given_.refresh is not None
    assert (lifetime(given_.access), lifetime(given_.refresh)) == (HOUR * 3 // 2, 365 * 24 * HOUR)
    assert claims(given_.refresh)["csrf"] == given_.csrf != ""


def test_a_refreshed_token_is_short_and_not_fresh(olga: User) -> None:
    made = tokens.refreshed(tokens.refresh_token(olga, csrf=""))

    assert (lifetime(made), claims(made)["fresh"]) == (HOUR * 3 // 2, False)
    assert tokens.holder(made) == olga


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("olga@example.org", "wrong"),
        ("olga@example.org", ""),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("\ud800", PASSWORD),
        ("olga@example.org", "\ud800"),
        ("olga@example.org", f"{PASSWORD}\0"),
        ("olga@example.org", "x" * 5000),
    ],
)
def test_wrong_credentials_are_refused_alike(olga: User, email: str, password: str) -> None:
    with pytest.raises(NotSignedIn) as refusal:
        tokens.sign_in(email, password)

    assert refusal.value.status == 401
    assert str(refusal.value) == "Invalid Credentials: the e-mail address or the password is wrong."


@pytest.mark.django_db
def test_an_account_without_a_password_cannot_sign_in() -> None:
    user = joining.join("ann@example.org", None)

    for password in ("", user.password, "None"):
        with pytest.raises(NotSignedIn):
            tokens.sign_in(user.email, password)


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": "2026-01-01T00:00Z"}])
def test_who_is_blocked_or_deleted_is_out_at_once(olga: User, fact: dict[str, Any]) -> None:
    access, refresh = tokens.access_token(olga, fresh=True), tokens.refresh_token(olga, csrf="")

    User.objects.filter(pk=olga.pk).update(**fact)

    for attempt in (
        lambda: tokens.holder(access),
        lambda: tokens.refreshed(refresh),
        lambda: tokens.sign_in(olga.email, PASSWORD),
    ):
        with pytest.raises(NotSignedIn):
            attempt()


def test_a_token_of_one_kind_does_not_stand_for_the_other(olga: User) -> None:
    access, refresh = tokens.access_token(olga, fresh=True), tokens.refresh_token(olga, csrf="")

    with pytest.raises(NotSignedIn):
        tokens.holder(refresh)
    with pytest.raises(NotToRefresh):
        tokens.refreshed(access)


@pytest.mark.parametrize("csrf", ["", "another", "é"])
def test_a_cookie_counts_only_with_what_belongs_to_it(olga: User, csrf: str) -> None:
    refresh = tokens.refresh_token(olga, csrf="belongs to it")

    with pytest.raises(NotSignedIn):
        tokens.refreshed(refresh, csrf=csrf)

    assert tokens.holder(tokens.refreshed(refresh, csrf="belongs to it")) == olga


def test_a_token_ends_by_itself(olga: User) -> None:
    token = tokens.access_token(olga, fresh=True, lifetime=timedelta(seconds=-1))

    with pytest.raises(NotSignedIn):
        tokens.holder(token)


def test_a_token_that_was_given_back_is_void_and_no_other(olga: User) -> None:
    here, elsewhere = tokens.access_token(olga, fresh=True), tokens.access_token(olga, fresh=True)
    refresh = tokens.refresh_token(olga, csrf="")

    tokens.revoke(here)
    tokens.revoke(refresh)
    tokens.revoke(here)

    with pytest.raises(NotSignedIn):
        tokens.holder(here)
    with pytest.raises(NotSignedIn):
        tokens.refreshed(refresh)
    assert tokens.holder(elsewhere) == olga
    assert EndedSession.objects.count() == 2


def test_signing_out_everywhere_voids_all_of_ones_own(olga: User, mallory: User) -> None:
    mine, theirs = tokens.access_token(mallory, fresh=True), tokens.access_token(olga, fresh=True)

    tokens.revoke_all(mallory)

    with pytest.raises(NotSignedIn):
        tokens.holder(mine)
    assert tokens.holder(theirs) == olga
    assert tokens.holder(tokens.access_token(mallory, fresh=True)) == mallory


def test_giving_one_token_back_ends_the_whole_signing_in(olga: User) -> None:
    signed_in = tokens.sign_in(olga.email, PASSWORD, remember=True)
    assert signed_in.refresh is not None
    refreshed = tokens.refreshed(signed_in.refresh)

    tokens.revoke(signed_in.access)

    for void in (signed_in.access, refreshed):
        with pytest.raises(NotSignedIn):
            tokens.holder(void)
    with pytest.raises(NotSignedIn):
        tokens.refreshed(signed_in.refresh)


def test_ended_sessions_are_forgotten_when_their_tokens_would_have_ended(olga: User) -> None:
    token = tokens.access_token(olga, fresh=True)
    tokens.revoke(token)
    EndedSession.objects.create(session="old", expires_at=timezone.now() - timedelta(seconds=1))

    forgotten = tokens.sweep()

    kept = EndedSession.objects.get()
    assert (forgotten, kept.session, str(kept)) == (1, claims(token)["session"], claims(token)["session"])
    assert kept.expires_at > timezone.now() + configured.REFRESH_TOKEN_LIFETIME - timedelta(minutes=1)


@pytest.mark.django_db
def test_the_regular_task_sweeps() -> None:
    EndedSession.objects.create(session="old", expires_at=timezone.now() - timedelta(seconds=1))

    tasks.sweep()

    assert list(EndedSession.objects.all()) == []


def test_a_token_of_another_server_is_nothing(olga: User) -> None:
    said = claims(tokens.access_token(olga, fresh=True))
    foreign = jwt.encode(said, "another secret that is long enough for HMAC", algorithm="HS256")

    with pytest.raises(NotSignedIn):
        tokens.holder(foreign)


def test_a_token_that_was_changed_is_nothing(olga: User, mallory: User) -> None:
    head, body, signature = tokens.access_token(mallory, fresh=True).split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps({**said, "identity": olga.pk}).encode()).decode().rstrip("=")

    with pytest.raises(NotSignedIn):
        tokens.holder(f"{head}.{forged}.{signature}")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS384"])
def test_another_algorithm_is_nothing(olga: User, algorithm: str) -> None:
    said = claims(tokens.access_token(olga, fresh=True))
    if algorithm == "HS384":
        token = jwt.encode(said, configured.SECRET_KEY, algorithm=algorithm)
    else:
        head, body = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": algorithm, "typ": "JWT"}, said)
        )
        token = f"{head}.{body}."

    with pytest.raises(NotSignedIn):
        tokens.holder(token)


ODD: list[dict[str, Any]] = [
    {"identity": "olga"},
    {"identity": None},
    {"identity": [1]},
    {"identity": {"a": 1}},
    {"identity": 2**70},
    {"identity": -1},
    {"identity": True, "generation": "1"},
    {"identity": 1, "generation": None},
    {"identity": 1, "jti": None},
    {"identity": 1, "jti": 7},
    {"identity": 1, "jti": ["a"]},
    {"identity": 1, "exp": "soon"},
    {"identity": 1, "exp": 2**70},
    {"identity": 1, "exp": None},
    {"identity": 1, "type": None},
    {"identity": 1, "nbf": 2**40},
]


@pytest.mark.parametrize("said", ODD)
@pytest.mark.parametrize("read", [tokens.holder, tokens.refreshed])
@pytest.mark.django_db
def test_our_own_signature_under_odd_claims_is_nothing(said: dict[str, Any], read: Callable[[str], object]) -> None:
    kind = "access" if read is tokens.holder else "refresh"
    token = signed(**{"type": kind, **said})

    with pytest.raises(NotSignedIn):
        read(token)
    tokens.revoke(token)


@given(st.text())
@example("")
@example("a.b.c")
@example("\ud800.\ud800.\ud800")
@example("eyJhbGciOiJub25lIn0.e30.")
def test_any_text_is_refused_and_nothing_else(text: str) -> None:
    for read in (tokens.holder, tokens.refreshed):
        with pytest.raises(NotSignedIn):
            read(text)
    tokens.revoke(text)


@given(at=st.integers(min_value=0), letter=st.characters())
@pytest.mark.django_db
def test_a_token_with_another_letter_is_refused(at: int, letter: str) -> None:
    token = signed(identity=1)
    place = at % len(token)
    other = token[:place] + letter + token[place + 1 :]

    with pytest.raises(NotSignedIn):
        tokens.holder(other)
