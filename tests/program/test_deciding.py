"""Deciding on many sessions at once."""

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.program import deciding, reviewing, submitting
from openevent.program.models import Session


def waiting(event: Event, by: User, title: str) -> Session:
    return submitting.submit(event, by=by, state="pending", title=title)


def test_one_that_is_refused_holds_up_no_other(event: Event, session: Session, olga: User, tom: User) -> None:
    one, locked, other = (waiting(event, olga, title) for title in ("One", "Locked", "Other"))
    reviewing.lock(locked, by=olga)

    decided = deciding.decide([one, locked, other, session], to="accepted", by=tom)

    assert decided.changed == [one, other]
    assert decided.refused == {"This session is locked: only organizers change it.": [locked]}
    assert dict(Session.objects.values_list("title", "state")) == {
        "One": "accepted",
        "Other": "accepted",
        "Locked": "pending",
        "Soldering for All": "accepted",
    }
    assert Letter.objects.count() == 0


def test_a_stranger_decides_on_nothing(event: Event, session: Session, olga: User, mallory: User) -> None:
    one = waiting(event, olga, "One")

    decided = deciding.decide([one, session], to="rejected", by=mallory)

    assert decided.refused == {"You do not decide on this session.": [one, session]}
    assert Session.objects.get(pk=one.pk).state == "pending"


def test_letters_go_to_the_speakers_of_those_that_changed(
    event: Event, session: Session, olga: User, ann: User
) -> None:
    deciding.decide([session], to="accepted", by=olga, send_email=True)
    before = Letter.objects.count()
    deciding.decide([session], to="canceled", by=olga, send_email=True)

    assert (before, sorted(Letter.objects.values_list("to", flat=True))) == (0, [ann.email, olga.email])
