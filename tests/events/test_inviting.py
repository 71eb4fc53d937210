"""Inviting people to a team: a letter, a secret, an answer."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.mailboxes import NotAnAddress
from openevent.accounts.models import Letter, User
from openevent.events import inviting, removing, team
from openevent.events.inviting import AnsweredAlready, InvitedAlready, NotInvitable, NotTheInvited
from openevent.events.models import Change, Event, EventRole, RoleInvite
from openevent.lib.errors import Gone, Unknown
from tests.conftest import account
from tests.events.mailbox import letter_to, secret_of

ANN = "ann@example.org"
MODERATOR, OWNER = "moderator", "owner"


@pytest.fixture
def invite(event: Event, olga: User, ann: User) -> RoleInvite:
    """Ann may become a moderator."""
    return inviting.invite(event, ANN, MODERATOR, by=olga)


def roles(event: Event) -> list[tuple[str, str]]:
    return list(event.roles.values_list("user__email", "role"))


def revision(event: Event) -> int:
    return Event.objects.get(pk=event.pk).revision


def log(event: Event, after: int) -> list[tuple[str, str, int]]:
    rows = Change.objects.filter(event=event, revision__gt=after)
    return [(row.kind, row.object_type, row.object_id) for row in rows]


def expire(invite: RoleInvite) -> None:
    RoleInvite.objects.filter(pk=invite.pk).update(expires_at=timezone.now())


# --- inviting ---------------------------------------------------------------------------------------------------------


def test_an_invitation_waits_for_an_answer(event: Event, olga: User) -> None:
    made = inviting.invite(event, " New@Example.ORG ", MODERATOR, by=olga)

    row = RoleInvite.objects.get()
    assert row == made
    assert (row.event, row.email, row.role, row.status) == (event, "new@example.org", "moderator", "pending")
    assert (row.invited_by, row.accepted_by) == (olga, None)
    assert row.expires_at - row.created_at == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    assert not EventRole.objects.filter(role=MODERATOR).exists()


def test_the_letter_says_what_it_is_about(event: Event, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(public_name="Olga\nBcc: x")

    inviting.invite(event, "new@example.org", "track_organizer", by=User.objects.get(pk=olga.pk))

    letter = letter_to("new@example.org")
    assert letter.subject == "Invitation: Autumn Conference"
    assert "Olga Bcc: x invites you to the team of the event" in letter.text
    assert "as its track organiser." in letter.text
    assert "or make\nan account with it." in letter.text
    assert "The code, for programs (http://localhost:8000/v1/docs):\n" in letter.text
    assert "olga@example.org" not in letter.text


def test_only_the_hash_of_the_secret_is_kept(event: Event, olga: User) -> None:
    inviting.invite(event, ANN, MODERATOR, by=olga)

    secret = secret_of(ANN)
    assert len(secret) == 43  # 256 bits
    [values] = RoleInvite.objects.values()
    assert values["token_hash"] == sha256(secret.encode()).hexdigest()
    assert secret not in str(values)


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a@b\n.c", f"{'a' * 300}@example.org"])
def test_what_is_no_address_is_not_invited(event: Event, olga: User, email: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        inviting.invite(event, email, MODERATOR, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/email")
    assert (RoleInvite.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["", "king", "Owner", "admin"])
def test_nobody_is_invited_to_a_role_that_is_none(event: Event, olga: User, role: str) -> None:
    with pytest.raises(NotInvitable) as refusal:
        inviting.invite(event, ANN, role, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/role-name")
    assert RoleInvite.objects.count() == 0


@pytest.mark.parametrize("role", [MODERATOR, "organizer", OWNER])
def test_an_address_is_invited_once(invite: RoleInvite, event: Event, olga: User, role: str) -> None:
    with pytest.raises(InvitedAlready) as refusal:
        inviting.invite(event, "ANN@example.org", role, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (409, "/data/attributes/email")
    assert list(RoleInvite.objects.all()) == [invite]
    assert Letter.objects.count() == 1


def test_who_has_the_role_is_not_invited_to_it(event: Event, olga: User, tom: User) -> None:
    for email, role in ((tom.email, "coorganizer"), (olga.email, OWNER)):
        with pytest.raises(InvitedAlready, match="has this role already"):
            inviting.invite(event, email, role, by=olga)

    assert RoleInvite.objects.count() == 0


def test_who_has_another_role_may_be_invited_to_a_further_one(event: Event, olga: User, tom: User) -> None:
    inviting.invite(event, tom.email, MODERATOR, by=olga)

    inviting.accept(secret_of(tom.email), by=tom)

    assert roles(event)[1:] == [(tom.email, "coorganizer"), (tom.email, "moderator")]


def test_one_address_is_invited_to_several_events(invite: RoleInvite, other: Event, olga: User) -> None:
    inviting.invite(other, ANN, MODERATOR, by=olga)

    assert RoleInvite.objects.filter(email=ANN).count() == 2


@pytest.fixture
def other(event: Event) -> Event:
    """Another event."""
    row = Event.objects.get(pk=event.pk)
    row.pk, row.identifier = None, "abcdef12"
    row.save(force_insert=True)
    return row


def test_letters_to_strangers_are_limited(event: Event, olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_LETTERS", 2)
    for name in ("a", "b"):
        inviting.invite(event, f"{name}@example.org", MODERATOR, by=olga)

    with pytest.raises(TooManyAttempts):
        inviting.invite(event, "c@example.org", MODERATOR, by=olga)

    assert RoleInvite.objects.count() == 2


# --- accepting --------------------------------------------------------------------------------------------------------


def test_who_accepts_gets_the_role(invite: RoleInvite, event: Event, ann: User) -> None:
    before = revision(event)

    accepted = inviting.accept(secret_of(ANN), by=ann)

    held = EventRole.objects.get(user=ann)
    assert (held.event, held.role) == (event, "moderator")
    assert (accepted, accepted.status, accepted.accepted_by) == (invite, "accepted", ann)
    assert (accepted.event.name, accepted.event.identifier) == (event.name, event.identifier)
    assert log(event, before) == [("appointed", "eventrole", held.pk), ("changed", "roleinvite", invite.pk)]
    assert revision(event) == before + 1


def test_the_secret_proves_the_address(event: Event, olga: User) -> None:
    inviting.invite(event, "new@example.org", MODERATOR, by=olga)
    new = account("new")
    User.objects.filter(pk=new.pk).update(is_verified=False)
    new.refresh_from_db()

    inviting.accept(secret_of("new@example.org"), by=new)

    new.refresh_from_db()
    assert new.is_verified


def test_accepting_twice_is_accepting_once(invite: RoleInvite, event: Event, ann: User) -> None:
    first = inviting.accept(secret_of(ANN), by=ann)
    before = revision(event)

    second = inviting.accept(secret_of(ANN), by=ann)

    assert (second, second.status, revision(event)) == (first, "accepted", before)


def test_a_used_secret_does_not_bring_a_lost_role_back(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    inviting.accept(secret_of(ANN), by=ann)
    team.dismiss(ann, EventRole.Name.MODERATOR, event, by=olga)

    with pytest.raises(Unknown):
        inviting.accept(secret_of(ANN), by=ann)

    assert roles(event)[2:] == []


def test_a_stranger_with_the_secret_gets_nothing(invite: RoleInvite, event: Event, mallory: User) -> None:
    User.objects.filter(pk=mallory.pk).update(is_verified=False)
    mallory.refresh_from_db()

    for answer in (inviting.accept, inviting.decline):
        with pytest.raises(NotTheInvited) as refusal:
            answer(secret_of(ANN), by=mallory)
        assert refusal.value.status == 403

    mallory.refresh_from_db()
    invite.refresh_from_db()
    assert (invite.status, mallory.is_verified, mallory.event_roles.count()) == ("pending", False, 0)


@pytest.mark.parametrize("token", ["", "x", "\ud800\0", "x" * 10_000])
def test_what_is_no_secret_opens_nothing(invite: RoleInvite, ann: User, token: str) -> None:
    with pytest.raises(Unknown) as refusal:
        inviting.accept(token, by=ann)

    assert refusal.value.status == 404
    with pytest.raises(Unknown):
        inviting.accept(invite.token_hash, by=ann)


def test_who_answers_too_late_is_told_so(invite: RoleInvite, event: Event, ann: User) -> None:
    expire(invite)

    for answer in (inviting.accept, inviting.decline):
        with pytest.raises(Gone) as refusal:
            answer(secret_of(ANN), by=ann)
        assert refusal.value.status == 410

    assert roles(event)[2:] == []


def test_how_long_an_invitation_is_good_is_a_setting(event: Event, olga: User, ann: User, settings: Any) -> None:
    settings.ROLE_INVITE_LIFETIME = timedelta(seconds=-1)
    inviting.invite(event, ANN, MODERATOR, by=olga)

    with pytest.raises(Gone):
        inviting.of_token(secret_of(ANN))


def test_a_deleted_event_invites_nobody(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    removing.delete(event, by=olga)

    with pytest.raises(Unknown):
        inviting.accept(secret_of(ANN), by=ann)


def test_who_has_the_role_already_accepts_all_the_same(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    team.appoint(ann, EventRole.Name.MODERATOR, event, by=olga)

    inviting.accept(secret_of(ANN), by=ann)

    assert roles(event)[2:] == [(ANN, "moderator")]


def test_an_attendee_is_not_of_the_team(event: Event, olga: User, ann: User) -> None:
    inviting.invite(event, ANN, "attendee", by=olga)

    accepted = inviting.accept(secret_of(ANN), by=ann)

    assert (accepted.status, ann.event_roles.count()) == ("accepted", 0)
    inviting.withdraw(accepted, by=olga)
    assert RoleInvite.objects.count() == 0


# --- handing over -----------------------------------------------------------------------------------------------------


def test_a_new_owner_makes_an_organizer_of_the_former_one(event: Event, olga: User, ann: User) -> None:
    invite = inviting.invite(event, ANN, OWNER, by=olga)
    former, before = event.roles.get(role=OWNER), revision(event)

    inviting.accept(secret_of(ANN), by=ann)

    held = EventRole.objects.get(user=ann)
    assert roles(event) == [(olga.email, "organizer"), ("tom@example.org", "coorganizer"), (ANN, OWNER)]
    assert log(event, before) == [
        ("appointed", "eventrole", held.pk),
        ("changed", "roleinvite", invite.pk),
        ("changed", "eventrole", former.pk),
    ]


def test_an_owner_who_is_an_organizer_too_becomes_one_once(event: Event, olga: User, ann: User) -> None:
    team.appoint(olga, EventRole.Name.ORGANIZER, event, by=olga)
    inviting.invite(event, ANN, OWNER, by=olga)

    inviting.accept(secret_of(ANN), by=ann)

    assert sorted(roles(event)) == [(ANN, OWNER), (olga.email, "organizer"), ("tom@example.org", "coorganizer")]


def test_ownership_goes_to_and_fro(event: Event, olga: User, ann: User) -> None:
    for giver, taker in ((olga, ann), (ann, olga), (olga, ann)):
        inviting.invite(event, taker.email, OWNER, by=giver)
        inviting.accept(secret_of(taker.email), by=taker)

    assert sorted(roles(event)) == [
        *((ANN, OWNER), (olga.email, "organizer"), ("tom@example.org", "coorganizer")),
    ]


def test_a_letter_that_hands_an_event_over_says_so(event: Event, olga: User, ann: User) -> None:
    inviting.invite(event, ANN, OWNER, by=olga)
    inviting.invite(event, "new@example.org", "moderator", by=olga)

    handed, other = (letter_to(address).text for address in (ANN, "new@example.org"))

    assert "takes the event over" in handed
    assert "takes the event over" not in other


def test_who_declined_may_be_invited_again(event: Event, olga: User, ann: User) -> None:
    inviting.invite(event, ANN, "moderator", by=olga)
    inviting.decline(secret_of(ANN), by=ann)

    again = inviting.invite(event, ANN, "registrar", by=olga)
    inviting.accept(secret_of(ANN), by=ann)

    assert [one.pk for one in event.role_invites.all()] == [again.pk]
    assert (ANN, "registrar") in roles(event)


def test_an_event_of_nobody_gets_an_owner(event: Event, olga: User, ann: User) -> None:
    event.roles.all().delete()
    inviting.invite(event, ANN, OWNER, by=olga)

    inviting.accept(secret_of(ANN), by=ann)

    assert roles(event) == [(ANN, OWNER)]


def test_who_came_by_an_invitation_may_still_become_the_owner(
    invite: RoleInvite, event: Event, olga: User, ann: User
) -> None:
    inviting.accept(secret_of(ANN), by=ann)
    before = revision(event)

    later = inviting.invite(event, ANN, OWNER, by=olga)

    assert log(event, before) == [("created", "roleinvite", later.pk), ("deleted", "roleinvite", invite.pk)]
    inviting.accept(secret_of(ANN), by=ann)
    assert (ANN, OWNER) in roles(event)


def test_a_former_owners_invitations_to_own_the_event_are_void(
    event: Event, olga: User, ann: User, mallory: User
) -> None:
    for email in (mallory.email, ANN):
        inviting.invite(event, email, OWNER, by=olga)
    inviting.invite(event, "new@example.org", MODERATOR, by=olga)

    inviting.accept(secret_of(ANN), by=ann)

    with pytest.raises(Unknown):
        inviting.accept(secret_of(mallory.email), by=mallory)
    assert list(RoleInvite.objects.values_list("email", flat=True)) == [ANN, "new@example.org"]
    assert event.roles.get(role=OWNER).user == ann


# --- declining, sending again, taking back ----------------------------------------------------------------------------


def test_who_declines_gets_nothing(invite: RoleInvite, event: Event, ann: User) -> None:
    before = revision(event)

    declined = inviting.decline(secret_of(ANN), by=ann)
    again = inviting.decline(secret_of(ANN), by=ann)

    assert (declined.status, again.status, roles(event)[2:]) == ("declined", "declined", [])
    assert log(event, before) == [("changed", "roleinvite", invite.pk)]
    with pytest.raises(Gone, match="You declined this invitation"):
        inviting.accept(secret_of(ANN), by=ann)


def test_what_was_accepted_is_not_declined(invite: RoleInvite, event: Event, ann: User) -> None:
    inviting.accept(secret_of(ANN), by=ann)

    with pytest.raises(AnsweredAlready) as refusal:
        inviting.decline(secret_of(ANN), by=ann)

    assert refusal.value.status == 409
    assert (ANN, "moderator") in roles(event)


def test_a_second_letter_voids_the_first(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    first = secret_of(ANN)
    expire(invite)

    again = inviting.resend(invite, by=olga)

    assert (again, again.is_expired, Letter.objects.filter(to=ANN).count()) == (invite, False, 2)
    with pytest.raises(Unknown):
        inviting.accept(first, by=ann)
    inviting.accept(secret_of(ANN), by=ann)
    assert (ANN, "moderator") in roles(event)


def test_an_invitation_is_sent_again_five_times_an_hour(invite: RoleInvite, olga: User) -> None:
    for _ in range(5):
        inviting.resend(invite, by=olga)

    with pytest.raises(TooManyAttempts) as refusal:
        inviting.resend(invite, by=olga)

    assert refusal.value.status == 429
    assert Letter.objects.filter(to=ANN).count() == 6


@pytest.mark.parametrize("answer", [inviting.accept, inviting.decline])
def test_what_was_answered_is_not_sent_again(invite: RoleInvite, olga: User, ann: User, answer: Any) -> None:
    answer(secret_of(ANN), by=ann)

    with pytest.raises(AnsweredAlready) as refusal:
        inviting.resend(invite, by=olga)

    assert (refusal.value.status, Letter.objects.count()) == (409, 1)


def test_what_is_taken_back_opens_nothing(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    before = revision(event)

    inviting.withdraw(invite, by=olga)

    assert log(event, before) == [("deleted", "roleinvite", invite.pk)]
    assert RoleInvite.objects.count() == 0
    for act in (lambda: inviting.accept(secret_of(ANN), by=ann), lambda: inviting.withdraw(invite, by=olga)):
        with pytest.raises(Unknown):
            act()


def test_what_was_declined_is_taken_back_and_sent_anew(invite: RoleInvite, event: Event, olga: User, ann: User) -> None:
    inviting.decline(secret_of(ANN), by=ann)

    inviting.withdraw(invite, by=olga)
    inviting.invite(event, ANN, "registrar", by=olga)

    inviting.accept(secret_of(ANN), by=ann)
    assert roles(event)[2:] == [(ANN, "registrar")]


def test_what_was_accepted_is_not_taken_back(invite: RoleInvite, olga: User, ann: User) -> None:
    inviting.accept(secret_of(ANN), by=ann)

    with pytest.raises(AnsweredAlready) as refusal:
        inviting.withdraw(invite, by=olga)

    assert (refusal.value.status, RoleInvite.objects.count()) == (409, 1)


def test_an_invitation_says_itself(invite: RoleInvite) -> None:
    assert str(invite) == "ann@example.org as moderator of Autumn Conference"
