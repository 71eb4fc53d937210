"""Visitors write to who runs an event."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.events import contacting, publishing, removing
from openevent.events.models import Event, EventRole
from openevent.tickets.models import Ticket
from tests.web.pages import errors, got, read, said, signed_in, words


@pytest.fixture
def as_mallory(mallory: User) -> Client:
    """A browser of a stranger, who may write like everybody."""
    return signed_in(mallory)


def page(event: Event) -> str:
    return f"/e/{event.identifier}/contact"


def token(client: Client, event: Event) -> str:
    (found,) = read(client, page(event)).xpath("//input[@name='once']/@value")
    return str(found)


def sent(client: Client, event: Event, text: str | None, once: str = "") -> Any:
    return client.post(page(event), {"once": once, **({} if text is None else {"text": text})})


def written(olga: User) -> list[str]:
    return list(Letter.objects.filter(to=olga.email).order_by("pk").values_list("text", flat=True))


def test_everybody_with_an_account_writes_to_the_owner_who_learns_from_whom_it_is(
    event: Event, olga: User, mallory: User, as_mallory: Client
) -> None:
    answer = sent(as_mallory, event, " Is there a cloakroom?\r\nAnd tea? ", token(as_mallory, event))

    assert (answer.status_code, answer["Location"]) == (303, f"/e/{event.identifier}")
    assert said(as_mallory, answer["Location"]) == [f"Your message is on its way. The answer goes to {mallory.email}."]
    letter = Letter.objects.get(to=olga.email)
    assert "Is there a cloakroom?\nAnd tea?" in letter.text
    assert letter.reply_to == mallory.email


def test_of_who_has_not_shown_that_an_address_is_theirs_the_owner_is_told_so(
    event: Event, olga: User, mallory: User, as_mallory: Client
) -> None:
    User.objects.filter(pk=mallory.pk).update(is_verified=False)

    shown = words(read(as_mallory, page(event)))
    answer = sent(as_mallory, event, "Is there a cloakroom?", token(as_mallory, event))

    assert "that it is not confirmed" in shown
    assert said(as_mallory, answer["Location"]) == ["Your message is on its way."]
    letter = Letter.objects.get(to=olga.email)
    assert letter.reply_to == ""
    assert "They have not shown that the address is theirs" in letter.text


def test_who_is_not_signed_in_signs_in_first_and_comes_back(event: Event, olga: User) -> None:
    there = f"/account/sign-in?next=%2Fe%2F{event.identifier}%2Fcontact"

    assert got(None, page(event))["Location"] == there
    assert sent(signed_in(None), event, "Hello?")["Location"] == there
    why = "to write to the organiser: the answer goes to its e-mail address, if that is confirmed."
    assert f"Sign in, or make an account, {why}" in words(read(None, there))
    assert written(olga) == []


def test_a_form_that_is_sent_twice_is_one_letter(event: Event, olga: User, as_mallory: Client) -> None:
    once = token(as_mallory, event)

    statuses = [sent(as_mallory, event, text, once).status_code for text in ("Hello?", "Hello?", "Hello again?")]

    assert statuses == [303, 303, 303]
    assert ["Hello again?" in one for one in written(olga)] == [False, True]


def test_what_cannot_be_sent_is_said_beside_the_text_which_stays(event: Event, olga: User, as_mallory: Client) -> None:
    longest = "x" * contacting.LONGEST
    nothing, too_long = sent(as_mallory, event, None), sent(as_mallory, event, f"{longest}y")
    odd = [sent(as_mallory, event, text).status_code for text in ("\0", " \r\n ")]
    broken = sent(as_mallory, event, f"{'x' * (contacting.LONGEST - 2)}\r\ny")

    assert (nothing.status_code, too_long.status_code, odd) == (422, 422, [422, 422])
    assert errors(too_long) == ["A letter to the organisers has 1 to 5000 characters."]
    assert f"{longest}y" in too_long.content.decode()
    assert (broken.status_code, len(written(olga))) == (303, 1)


def test_nobody_floods_the_organiser(event: Event, olga: User, as_mallory: Client) -> None:
    statuses = [sent(as_mallory, event, f"Question {number}").status_code for number in range(6)]
    last = sent(as_mallory, event, "Question 7")

    assert (statuses, len(written(olga))) == ([303] * 5 + [422], 5)
    assert errors(last)[0].startswith("Too many attempts.")


def test_of_a_draft_or_a_deleted_event_or_one_of_nobody_there_is_no_such_page(
    event: Event, olga: User, as_mallory: Client
) -> None:
    def status() -> tuple[int, int]:
        return got(as_mallory, page(event)).status_code, sent(as_mallory, event, "Hello?").status_code

    publishing.unpublish(event, by=olga)
    draft = status()
    publishing.publish(Event.objects.get(pk=event.pk), by=olga)
    EventRole.objects.filter(event=event, role=EventRole.Name.OWNER).delete()
    of_nobody = status()
    ways = read(None, f"/e/{event.identifier}").xpath("//a[text()='Write to the organiser']")
    EventRole.objects.create(event=event, user=olga, role=EventRole.Name.OWNER)
    removing.delete(Event.objects.get(pk=event.pk), by=olga)

    assert [draft, of_nobody, status()] == [(404, 404)] * 3
    assert (ways, written(olga)) == ([], [])


def test_the_event_and_its_tickets_lead_there(fair: Event, free: Ticket) -> None:
    for path in (f"/e/{fair.identifier}", f"/e/{fair.identifier}/tickets"):
        ways = read(None, path).xpath("//main//a[text()='Write to the organiser']/@href")
        assert ways == [page(fair)], path


def test_the_page_says_to_whom_and_from_whom(event: Event, mallory: User, as_mallory: Client) -> None:
    named = words(read(as_mallory, page(event)))
    Event.objects.filter(pk=event.pk).update(owner_name="")
    unnamed = words(read(as_mallory, page(event)))

    assert "Olga & Friends" in named
    assert mallory.email in named
    assert f"The organiser of {event.name}" in unnamed
