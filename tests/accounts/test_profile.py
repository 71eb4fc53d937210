"""Changing what an account says, its address, and closing and opening it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts import joining, passwords, profiles, proofs, tokens
from openevent.accounts.access import NotYourAccount
from openevent.accounts.joining import AddressTaken, CannotRestore, DeletedTooOften, InvalidToken, NotAnAddress
from openevent.accounts.models import Letter, User
from openevent.accounts.profiles import WrongProfile
from openevent.accounts.tokens import NotSignedIn
from openevent.lib import media
from openevent.lib.models import WrongValue
from tests.accounts.mail import last_letter, last_secret
from tests.conftest import PASSWORD

NEW = "new@example.org"


@pytest.fixture
def boss(db: None) -> User:
    return joining.join("boss@example.org", PASSWORD, verified=True, super_admin=True)


def test_a_profile_is_kept_clean(ann: User) -> None:
    changed = joining.change_profile(
        ann,
        by=ann,
        public_name="  Ann\n Onymous ",
        details='<p onclick="x()">Hi<script>x</script></p>',
        company=None,
        twitter_url="https://twitter.example/ann",
        billing_additional_info="two\nlines",
        is_profile_public=True,
    )

    ann.refresh_from_db()
    assert changed == ann
    assert (ann.public_name, ann.details, ann.company) == ("Ann Onymous", "<p>Hi</p>", "")
    assert (ann.twitter_url, ann.billing_additional_info) == ("https://twitter.example/ann", "two\nlines")
    assert ann.is_profile_public


def test_every_member_can_be_changed_and_emptied(ann: User) -> None:
    for member in profiles.TEXTS:
        value = "https://example.org/x" if member in profiles.ADDRESSES else "words"
        assert getattr(joining.change_profile(ann, by=ann, **{member: value}), member) == value
        assert getattr(joining.change_profile(ann, by=ann, **{member: None}), member) == ""


def test_an_uploaded_avatar_has_its_other_sizes(ann: User) -> None:
    uploaded = media.address("0" * 32, "original.webp")

    changed = joining.change_profile(ann, by=ann, avatar_url=uploaded)

    assert (changed.original_image_url, changed.thumbnail_image_url, changed.small_image_url) == (
        uploaded,
        media.address("0" * 32, "thumbnail.webp"),
        media.address("0" * 32, "small.webp"),
    )
    assert changed.icon_image_url == media.address("0" * 32, "icon.webp")


def test_an_avatar_elsewhere_has_none(ann: User) -> None:
    joining.change_profile(ann, by=ann, avatar_url=media.address("0" * 32, "original.webp"))

    changed = joining.change_profile(ann, by=ann, avatar_url="https://pictures.example/ann.png")

    assert changed.original_image_url == "https://pictures.example/ann.png"
    assert (changed.thumbnail_image_url, changed.small_image_url, changed.icon_image_url) == ("", "", "")


@pytest.mark.parametrize(
    ("facts", "refusal", "pointer"),
    [
        ({"facebook_url": "javascript:alert(1)"}, WrongProfile, "/data/attributes/facebook-url"),
        ({"avatar_url": "/media/x.png"}, WrongProfile, "/data/attributes/avatar-url"),
        ({"google_plus_url": "https://x.example/" + "x" * 2000}, WrongValue, "/data/attributes/google-plus-url"),
        ({"first_name": "x" * 101}, WrongValue, "/data/attributes/first-name"),
        ({"contact": "half \ud800"}, WrongValue, "/data/attributes/contact"),
        ({"is_profile_public": None}, WrongValue, "/data/attributes/is-profile-public"),
    ],
)
def test_what_a_profile_cannot_say_is_refused(
    ann: User, facts: dict[str, Any], refusal: type[WrongProfile], pointer: str
) -> None:
    with pytest.raises(refusal) as caught:
        joining.change_profile(ann, by=ann, company="Ours", **facts)

    ann.refresh_from_db()
    assert (caught.value.pointer, ann.company) == (pointer, "")


@pytest.mark.parametrize("member", ["is_admin", "email", "password", "token_generation", "original_image_url", "pk"])
def test_a_profile_has_no_other_members(ann: User, member: str) -> None:
    with pytest.raises(TypeError, match=member):
        joining.change_profile(ann, by=ann, **{member: "x"})


def test_only_oneself_and_staff_change_a_profile(ann: User, mallory: User, staff: User, boss: User) -> None:
    with pytest.raises(NotYourAccount) as refusal:
        joining.change_profile(ann, by=mallory, company="Mine")

    assert refusal.value.status == 403
    for by in (ann, staff, boss):
        assert joining.change_profile(ann, by=by, company=by.email).company == by.email


def test_only_super_admins_change_super_admins(boss: User, staff: User) -> None:
    """Whoever has the mailbox of an account gets all that it may do."""
    with pytest.raises(NotYourAccount):
        joining.change_profile(boss, by=staff, company="Mine")
    with pytest.raises(NotYourAccount):
        joining.change_email(boss, staff.email + ".example", True, by=staff)

    assert joining.change_profile(boss, by=boss, company="Ours").company == "Ours"


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": "2026-01-01T00:00Z"}])
def test_who_is_blocked_or_deleted_changes_nothing(boss: User, ann: User, fact: dict[str, Any]) -> None:
    User.objects.filter(pk=boss.pk).update(**fact)
    boss.refresh_from_db()

    for account in (ann, boss):
        with pytest.raises(NotYourAccount):
            joining.change_profile(account, by=boss, company="Ours")


def test_another_address_is_to_be_proven_and_the_former_is_told(ann: User) -> None:
    changed = joining.change_email(ann, "New@example.org", True)

    assert (changed.email, changed.is_verified) == (NEW, False)
    told = last_letter("ann@example.org")
    assert (told.subject, NEW in told.text) == ("The address of your account has changed", False)
    assert joining.verify_with(last_secret(NEW)).is_verified


def test_the_same_address_is_no_change(ann: User) -> None:
    same = joining.change_email(ann, "ANN@example.org", True)

    assert (same.is_verified, Letter.objects.count()) == (True, 0)


def test_secrets_that_were_posted_to_the_former_address_are_void(ann: User) -> None:
    proofs.offer(proofs.Purpose.VERIFY_EMAIL, ann.email, ann)
    passwords.ask_reset(ann.email)
    verify, reset = (letter.text.split("\n    ")[-1][:43] for letter in Letter.objects.order_by("pk"))

    moved = joining.change_email(ann, NEW, True)
    joining.change_email(moved, "ann@example.org", True)  # and back again

    with pytest.raises(InvalidToken):
        joining.verify_with(verify)
    with pytest.raises(proofs.NoProof):
        passwords.reset(reset, "another long sentence")


@pytest.mark.parametrize("by", ["ann", "staff"])
def test_an_address_is_changed_with_a_fresh_token_only(
    ann: User, staff: User, by: str, request: pytest.FixtureRequest
) -> None:
    who: User = request.getfixturevalue(by)
    stale = tokens.holder(tokens.access_token(who, fresh=False))
    fresh = tokens.holder(tokens.access_token(who, fresh=True))

    for asker in (who, stale):
        with pytest.raises(NotSignedIn, match="Fresh token required") as refusal:
            joining.change_email(ann, NEW, by=asker)
        assert refusal.value.status == 401

    assert joining.change_email(ann, NEW, by=fresh).email == NEW


def test_mallory_changes_no_address(ann: User, mallory: User) -> None:
    with pytest.raises(NotYourAccount):
        joining.change_email(ann, "mallory2@example.org", True, by=mallory)

    ann.refresh_from_db()
    assert ann.email == "ann@example.org"


@pytest.mark.parametrize(
    ("new", "refusal"),
    [("OLGA@example.org", AddressTaken), ("nobody", NotAnAddress), ("ann@example.org.deleted", NotAnAddress)],
)
def test_an_address_that_cannot_be_ones_own_is_refused(
    ann: User, olga: User, new: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        joining.change_email(ann, new, True)

    ann.refresh_from_db()
    assert (ann.email, ann.is_verified, Letter.objects.count()) == ("ann@example.org", True, 0)


def test_a_closed_account_frees_its_address_and_its_tokens_are_void(ann: User) -> None:
    token = tokens.access_token(ann, fresh=True)
    passwords.ask_reset(ann.email)

    closed = joining.delete(ann)

    again = joining.join("ann@example.org", PASSWORD)
    assert (closed.email, closed.is_active, again.pk != ann.pk) == ("ann@example.org.deleted", False, True)
    with pytest.raises(NotSignedIn):
        tokens.holder(token)
    with pytest.raises(proofs.NoProof):
        passwords.reset(last_secret("ann@example.org"), "another long sentence")


def test_closing_twice_is_closing_once(ann: User) -> None:
    first = joining.delete(ann)

    second = joining.delete(ann)

    assert (second.email, second.deleted_at) == (first.email, first.deleted_at)


def test_one_address_can_be_closed_often(ann: User) -> None:
    closed = [joining.delete(ann).email]
    closed += [joining.delete(joining.join("ann@example.org", None)).email for _ in range(2)]

    assert closed == [f"ann@example.org{'.deleted' * times}" for times in (1, 2, 3)]


@pytest.mark.django_db
def test_the_longest_address_can_be_closed_until_the_column_is_full() -> None:
    longest = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"[:254]
    for _ in range((512 - len(longest)) // len(".deleted")):
        joining.delete(joining.join(longest, None))
    last = joining.join(longest, None)

    with pytest.raises(DeletedTooOften) as refusal:
        joining.delete(last)

    last.refresh_from_db()
    assert (refusal.value.status, last.email, last.is_active) == (409, longest, True)


def test_an_account_is_opened_again_under_its_address(ann: User, staff: User) -> None:
    joining.delete(ann)
    joining.delete(joining.join("ann@example.org", None))
    last = User.objects.get(email="ann@example.org.deleted.deleted")

    opened = joining.restore(last, by=staff)

    assert (opened.email, opened.is_active) == ("ann@example.org", True)
    assert joining.restore(opened, by=staff).email == "ann@example.org"


def test_the_old_tokens_of_an_opened_account_stay_void(ann: User, staff: User) -> None:
    token = tokens.access_token(ann, fresh=True)

    joining.restore(joining.delete(ann), by=staff)

    with pytest.raises(NotSignedIn):
        tokens.holder(token)


def test_an_account_whose_address_is_taken_stays_closed(ann: User, staff: User) -> None:
    closed = joining.delete(ann)
    joining.join("ann@example.org", PASSWORD)

    with pytest.raises(CannotRestore) as refusal:
        joining.restore(closed, by=staff)

    ann.refresh_from_db()
    assert (refusal.value.status, ann.is_active) == (403, False)
    assert str(refusal.value) == "There is another account for ann@example.org by now."


def test_when_somebody_was_here_is_noted_once_an_hour(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token, start = tokens.access_token(ann, fresh=True), timezone.now()
    seen: list[datetime | None] = []
    assert ann.last_accessed_at is None

    for minutes in (0, 59, 60):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        tokens.holder(token)
        ann.refresh_from_db()
        seen.append(ann.last_accessed_at)

    assert seen == [start, start, start + timedelta(hours=1)]
