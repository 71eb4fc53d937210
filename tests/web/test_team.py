"""Who helps to run an event: roles, invitations, and the pages on which they are answered."""

import pytest

from openevent.accounts.models import Letter, User
from openevent.events import inviting, letters, team
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.web.organising.titles import titles
from tests.accounts.mail import last_letter, last_secret
from tests.web.pages import HTML, errors, read, signed_in, statements
from tests.web.team import send

ANN = "ann@example.org"


def roles(event: Event) -> set[tuple[str, str]]:
    return {(held.user.email.partition("@")[0], held.role) for held in event.roles.select_related("user")}


def invite(event: Event, olga: User, role: str = "moderator") -> str:
    """Invite ann; the secret of the letter."""
    answer = send(olga, f"/manage/{event.identifier}/team", {"email": ANN, "role": role})
    assert answer.status_code == 303, errors(answer)
    return last_secret(ANN)


# --- the team's side --------------------------------------------------------------------------------------------------


def test_somebody_is_invited_and_the_letter_leads_to_a_page(event: Event, olga: User) -> None:
    secret = invite(event, olga)

    assert f"http://localhost:8000/invitations/{secret}" in last_letter(ANN).text
    words = read(olga, f"/manage/{event.identifier}/team").text_content()
    assert ANN in words
    assert "Not answered yet" in words


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({}, 2),
        ({"email": "ann", "role": "moderator"}, 1),
        ({"email": ANN, "role": "owner"}, 1),
        ({"email": ANN, "role": "emperor"}, 1),
        ({"email": "\x00@example.org", "role": "moderator"}, 2),
        ({"email": "tom@example.org", "role": "coorganizer"}, 1),
    ],
)
def test_what_is_no_invitation_is_refused(event: Event, olga: User, sent: dict[str, str], faults: int) -> None:
    answer = send(olga, f"/manage/{event.identifier}/team", sent)

    assert answer.status_code == 200
    assert len(errors(answer)) == faults
    assert (RoleInvite.objects.count(), Letter.objects.filter(to=ANN).count()) == (0, 0)


def test_coorganisers_see_the_team_and_do_not_invite(event: Event, tom: User, ann: User, olga: User) -> None:
    here = f"/manage/{event.identifier}/team"
    held = team.appoint(ann, EventRole.Name.ORGANIZER, event, by=olga)

    words = read(tom, here).text_content()

    assert "Invite somebody" not in words
    assert "olga@example.org" not in words  # whose address nobody was told
    assert send(tom, here, {"email": "new@example.org", "role": "moderator"}).status_code == 403
    assert send(tom, f"{here}/{held.pk}", {"role": "moderator"}).status_code == 404
    assert send(tom, f"{here}/{held.pk}/remove").status_code == 403
    assert send(tom, f"{here}/owner", {"email": ANN}).status_code == 404
    assert ("ann", "organizer") in roles(event)


def test_a_role_is_changed_and_taken_away(event: Event, olga: User, tom: User) -> None:
    here, held = f"/manage/{event.identifier}/team", EventRole.objects.get(user=tom)

    changed = send(olga, f"{here}/{held.pk}", {"role": "registrar"})
    as_registrar = roles(event)
    wrong = send(olga, f"{here}/{held.pk}", {"role": "owner"})
    asked = signed_in(olga).get(f"{here}/{held.pk}/remove").status_code
    removed = send(olga, f"{here}/{held.pk}/remove")

    assert as_registrar == {("olga", "owner"), ("tom", "registrar")}
    assert [changed.status_code, wrong.status_code, asked, removed.status_code] == [302, 302, 200, 302]
    assert roles(event) == {("olga", "owner")}


def test_an_organiser_who_becomes_registrar_is_led_to_what_registrars_see(event: Event, olga: User, ann: User) -> None:
    held = team.appoint(ann, EventRole.Name.ORGANIZER, event, by=olga)

    answer = signed_in(ann).post(f"/manage/{event.identifier}/team/{held.pk}", {"role": "registrar"}, follow=True)

    assert (answer.status_code, answer.redirect_chain) == (200, [(f"/manage/{event.identifier}", 302)])
    assert "The role is changed." in answer.content.decode()
    assert ("ann", "registrar") in roles(event)


def test_nobody_takes_the_owner_s_role_nor_one_of_another_event(event: Event, olga: User, tom: User) -> None:
    here, owner = f"/manage/{event.identifier}/team", EventRole.objects.get(user=olga)

    assert send(olga, f"{here}/{owner.pk}/remove").status_code == 403
    assert send(olga, f"{here}/{owner.pk}", {"role": "moderator"}).status_code == 302
    assert send(olga, f"{here}/999999999999999999/remove").status_code == 404
    assert ("olga", "owner") in roles(event)


def test_an_invitation_is_sent_again_and_taken_back(event: Event, olga: User, ann: User) -> None:
    former, here = invite(event, olga), f"/manage/{event.identifier}/team/invitations"
    number = RoleInvite.objects.get().pk

    again = send(olga, f"{here}/{number}/resend")
    present = last_secret(ANN)

    assert again.status_code == 302
    assert [signed_in(ann).get(f"/invitations/{one}").status_code for one in (former, present)] == [404, 200]
    assert send(olga, f"{here}/{number}/withdraw").status_code == 302
    assert signed_in(ann).get(f"/invitations/{present}").status_code == 404
    assert send(olga, f"{here}/{number}/resend").status_code == 404


def test_the_event_is_handed_over_by_its_owner(event: Event, olga: User, ann: User) -> None:
    assert send(olga, f"/manage/{event.identifier}/team/owner", {"email": ANN}).status_code == 303
    secret = last_secret(ANN)
    words = read(ann, f"/invitations/{secret}").text_content()
    answer = send(ann, f"/invitations/{secret}/accept")

    assert "takes the event over" in words
    assert answer["Location"] == f"/manage/{event.identifier}"
    assert {("ann", "owner"), ("olga", "organizer")} <= roles(event)


def test_three_are_asked_for_as_often_as_one(event: Event, olga: User, ann: User, mallory: User) -> None:
    inviting.invite(event, "one@example.org", "moderator", by=olga)
    one = statements(olga, f"/manage/{event.identifier}/team")
    for number, user in enumerate((ann, mallory)):
        team.appoint(user, EventRole.Name.MODERATOR, event, by=olga)
        inviting.invite(event, f"more-{number}@example.org", "moderator", by=olga)

    assert statements(olga, f"/manage/{event.identifier}/team") == one


# --- the invited person's side ----------------------------------------------------------------------------------------


def test_the_invited_account_accepts(event: Event, olga: User, ann: User) -> None:
    secret = invite(event, olga, "coorganizer")
    page = read(ann, f"/invitations/{secret}")

    answer = send(ann, f"/invitations/{secret}/accept")

    assert "Co-organiser" in page.text_content()
    assert (answer.status_code, answer["Location"]) == (302, f"/manage/{event.identifier}")
    assert ("ann", "coorganizer") in roles(event)
    assert "was accepted" in read(ann, f"/invitations/{secret}").text_content()


def test_the_invited_account_declines(event: Event, olga: User, ann: User) -> None:
    secret = invite(event, olga)

    assert send(ann, f"/invitations/{secret}/decline").status_code == 302
    assert "was declined" in read(ann, f"/invitations/{secret}").text_content()
    assert send(ann, f"/invitations/{secret}/accept").status_code == 410
    assert ("ann", "moderator") not in roles(event)


def test_who_is_not_signed_in_learns_with_which_address(event: Event, olga: User) -> None:
    secret = invite(event, olga)

    answer = signed_in(None).get(f"/invitations/{secret}")
    page = read(None, f"/invitations/{secret}")

    assert page.xpath("//main//a/@href") == [
        f"/account/sign-in?next=%2Finvitations%2F{secret}",
        f"/account/sign-up?next=%2Finvitations%2F{secret}&email=ann%40example.org",
    ]
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert send(None, f"/invitations/{secret}/accept")["Location"] == f"/invitations/{secret}"


def test_another_account_cannot_answer(event: Event, olga: User, mallory: User) -> None:
    secret = invite(event, olga)

    assert "You are signed in as mallory@example.org" in read(mallory, f"/invitations/{secret}").text_content()
    for answer in ("accept", "decline"):
        assert send(mallory, f"/invitations/{secret}/{answer}")["Location"] == f"/invitations/{secret}"
    assert RoleInvite.objects.get().status == "pending"
    assert roles(event) == {("olga", "owner"), ("tom", "coorganizer")}


@pytest.mark.parametrize("secret", ["x", "x" * 43, "-", "x" * 100])
def test_a_secret_that_is_none_opens_nothing(event: Event, ann: User, secret: str) -> None:
    assert signed_in(ann).get(f"/invitations/{secret}", headers=HTML).status_code == 404
    assert send(ann, f"/invitations/{secret}/accept").status_code == 404


def test_letters_and_pages_call_roles_by_the_same_words() -> None:
    assert {name: title.lower() for name, title in titles().items()} == {
        name: words for name, words in letters.ROLES.items() if name != "attendee"
    }
