"""A secret in a letter: good once, for a while, for one purpose and one address; only its hash is kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from openevent.accounts import joining, passwords, proofs, tasks
from openevent.accounts.models import Letter, Proof, User
from openevent.accounts.proofs import NoProof, Purpose
from tests.accounts.mail import last_letter, last_secret, secret_in

VERIFY, RESET = Purpose.VERIFY_EMAIL, Purpose.RESET_PASSWORD


def offered(purpose: Proof.Purpose, user: User) -> str:
    proofs.offer(purpose, user.email, user)
    return last_secret(user.email)


def use(purpose: Proof.Purpose, secret: str) -> User:
    with transaction.atomic():
        return proofs.use(purpose, secret)


def refused(purpose: Proof.Purpose, secret: str) -> str:
    with pytest.raises(NoProof) as refusal:
        use(purpose, secret)
    assert refusal.value.status == 404
    return str(refusal.value)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Sets the clock forward."""
    start = timezone.now()

    def move(span: timedelta) -> None:
        now: datetime = start + span
        monkeypatch.setattr(timezone, "now", lambda: now)

    move(timedelta(0))
    return move


@pytest.mark.parametrize("purpose", [VERIFY, RESET])
def test_a_secret_leads_to_its_account(ann: User, purpose: Proof.Purpose) -> None:
    assert use(purpose, offered(purpose, ann)) == ann


@pytest.mark.parametrize("purpose", [VERIFY, RESET])
def test_a_secret_is_good_once(ann: User, purpose: Proof.Purpose) -> None:
    secret = offered(purpose, ann)
    use(purpose, secret)

    assert refused(purpose, secret) == "This code was used, or is no longer good. Ask for another."


def test_using_one_voids_the_accounts_others_of_that_purpose(ann: User, olga: User) -> None:
    first, second, reset = offered(VERIFY, ann), offered(VERIFY, ann), offered(RESET, ann)
    others = offered(VERIFY, olga)

    use(VERIFY, second)

    refused(VERIFY, first)
    assert (use(RESET, reset), use(VERIFY, others)) == (ann, olga)


def test_a_secret_for_one_purpose_is_nothing_for_the_other(ann: User) -> None:
    verify, reset = offered(VERIFY, ann), offered(RESET, ann)

    refused(RESET, verify)
    refused(VERIFY, reset)


@pytest.mark.parametrize(("purpose", "hours"), [(VERIFY, 24), (RESET, 1)])
def test_a_secret_is_good_for_a_while(
    ann: User, later: Callable[[timedelta], None], purpose: Proof.Purpose, hours: int
) -> None:
    secret = offered(purpose, ann)

    later(timedelta(hours=hours))
    refused(purpose, secret)

    later(timedelta(hours=hours) - timedelta(seconds=1))
    assert use(purpose, secret) == ann


def test_how_long_it_is_good_can_be_set(ann: User, settings: Any, later: Callable[[timedelta], None]) -> None:
    settings.RESET_LIFETIME = timedelta(minutes=5)
    secret = offered(RESET, ann)

    later(timedelta(minutes=5))

    refused(RESET, secret)


@pytest.mark.parametrize("purpose", [VERIFY, RESET])
def test_a_secret_proves_only_the_address_that_it_was_posted_to(ann: User, purpose: Proof.Purpose) -> None:
    secret = offered(purpose, ann)
    User.objects.filter(pk=ann.pk).update(email="other@example.org")

    refused(purpose, secret)


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": "2026-01-01T00:00Z"}])
def test_a_blocked_or_deleted_account_has_no_use_for_secrets(ann: User, fact: dict[str, Any]) -> None:
    secret = offered(RESET, ann)
    User.objects.filter(pk=ann.pk).update(**fact)

    refused(RESET, secret)


def test_only_the_hash_of_256_bits_is_kept(ann: User) -> None:
    secret = offered(RESET, ann)

    kept = Proof.objects.get()
    assert (len(secret), kept.token_hash) == (43, sha256(secret.encode()).hexdigest())
    assert secret not in {str(value) for value in Proof.objects.values_list().get()}
    assert str(kept) == "reset-password for ann@example.org"


def test_the_hash_is_no_secret(ann: User) -> None:
    offered(RESET, ann)

    refused(RESET, Proof.objects.get().token_hash)


def test_each_secret_is_another(ann: User) -> None:
    assert len({offered(RESET, ann) for _ in range(5)}) == 5


@pytest.mark.django_db
@given(st.text())
@example("")
@example("\0")
@example("half \ud800")
def test_any_other_text_proves_nothing(text: str) -> None:
    for purpose in Purpose:
        refused(purpose, text)


def test_what_comes_to_nobody_proves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _bytes: "known")

    proofs.offer(RESET, "nobody@example.org", None)

    assert refused(RESET, "known") == "This code is not known. Ask for another."


ACTS: list[Callable[[str], None]] = [passwords.ask_reset, joining.resend_verification]


@pytest.mark.parametrize("ask", ACTS)
def test_who_asks_cannot_tell_whether_there_is_an_account(ann: User, ask: Callable[[str], None]) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)

    done = {address: _statements(ask, address) for address in ("ann@example.org", "nobody@example.org")}

    assert done["ann@example.org"] == done["nobody@example.org"]
    assert len(done["ann@example.org"]) >= 3


def _statements(ask: Callable[[str], None], address: str) -> list[str]:
    """What the database is asked to do, without the values, of which there may be more in one than in the other."""
    with CaptureQueriesContext(connection) as captured:
        ask(address)
    return [query["sql"].partition("VALUES")[0].partition("WHERE")[0].split("_x")[0] for query in captured]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", ACTS)
def test_a_worker_is_told_of_a_letter_to_nobody_too(
    ask: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr("openevent.accounts.posting.tell", told.append)

    ask("nobody@example.org")

    assert told == [last_letter("nobody@example.org").pk]


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": "2026-01-01T00:00Z"}])
@pytest.mark.parametrize("ask", ACTS)
def test_nobody_gets_no_secret(ann: User, ask: Callable[[str], None], fact: dict[str, Any]) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False, **fact)

    ask("ann@example.org")
    ask("nobody@example.org")

    rows = [(letter.text, letter.next_try_at, letter.error) for letter in Letter.objects.all()]
    assert rows == [("", None, proofs.NOBODY)] * 2


@pytest.mark.parametrize("ask", ACTS)
def test_what_is_no_address_is_asked_for_nothing(db: None, ask: Callable[[str], None]) -> None:
    with pytest.raises(joining.NotAnAddress):
        ask("a" * 300 + "@example.org")

    assert (Letter.objects.count(), Proof.objects.count()) == (0, 0)


def test_the_letters_say_where_and_how_long(ann: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SITE_URL = "https://events.example.org"
    now = datetime.fromisoformat("2026-10-24T08:00:00+00:00")
    monkeypatch.setattr(timezone, "now", lambda: now)

    for purpose, page, until in (
        (VERIFY, "https://events.example.org/account/verify?code=", "2026-10-25 08:00 UTC"),
        (RESET, "https://events.example.org/account/reset?code=", "2026-10-24 09:00 UTC"),
    ):
        proofs.offer(purpose, ann.email, ann)
        letter = last_letter(ann.email)
        assert f"\n{page}" in letter.text
        assert "(https://events.example.org/v1/docs):\n" in letter.text
        assert until in letter.text
        assert len(secret_in(letter)) == 43


def test_the_regular_task_deletes_what_is_over(ann: User, later: Callable[[timedelta], None]) -> None:
    offered(RESET, ann)
    offered(VERIFY, ann)
    later(timedelta(hours=2))

    tasks.sweep()

    assert [proof.purpose for proof in Proof.objects.all()] == [VERIFY]


@pytest.mark.parametrize("fact", [{"purpose": "other"}, {"token_hash": "the secret"}, {"email": "Ann@example.org"}])
def test_the_database_refuses_what_must_not_be(ann: User, fact: dict[str, str]) -> None:
    offered(RESET, ann)

    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.update(**fact)
