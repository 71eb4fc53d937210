"""What several of a team write at once: nobody undoes what another did, and what both changed is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model

from openevent.accounts.models import User
from openevent.events import amending
from openevent.events.models import Event
from openevent.program import arranging, calling, editing, rezoning, scheduling, speaking
from openevent.program import asking as questions
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.tickets import asking, coding, filling, finishing, offering, taxing
from openevent.tickets.models import AccessCode, Attendee, CustomForm, DiscountCode, Tax, Ticket
from openevent.web.organising import writing
from tests.conftest import accepted, at
from tests.program.windows import opened
from tests.tickets.conftest import TEAM, completed, ticket
from tests.web.pages import LIVE, errors, parsed, read, signed_in
from tests.web.proposals import proposed
from tests.web.selling.conftest import fair, free, paid

__all__ = ["fair", "free", "paid"]

SECOND_HALF_PAST_TWO = "2026-10-25 01:30"  # UTC; clocks in Berlin show 2:30 an hour before already


def filled(page: Any) -> dict[str, list[str]]:
    """What a browser sends of the form of a page, or of the row of a table, as it is."""
    found: dict[str, list[str]] = {}
    for one in page.xpath("//*[self::input or self::select or self::textarea][@name][not(ancestor::form/@action)]"):
        if one.get("type") not in ("checkbox", "radio"):
            found.setdefault(one.get("name"), []).append(one.value or "")
        elif one.get("checked") is not None:
            found.setdefault(one.get("name"), []).append(one.get("value", "on"))
    return found


def is_saved(answer: Any) -> bool:
    """Whether it leads on, or is a row that is closed again."""
    is_closed = answer.content.startswith(b"<tr") and b'class="open"' not in answer.content
    return answer.status_code in (302, 303) or is_closed


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What olga and tom have open at once."""

    path: str
    row: Model
    by_olga: Callable[[], object]  # what she changes meanwhile
    olgas: tuple[str, object]  # the column, and what it says from then on
    toms: tuple[str, str, object]  # a field that he fills otherwise, with what, and what its column says then
    both: tuple[str, str]  # the field that she changed, as he fills it otherwise
    says: str  # what is said of hers, then
    headers: dict[str, str] | None = None


def now(row: Any, column: str) -> Any:
    return getattr(type(row)._default_manager.get(pk=row.pk), column)


@pytest.fixture
def manage(fair: Event) -> str:
    return f"/manage/{fair.identifier}"


def of_ticket(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    return Thing(
        path=f"{manage}/tickets/{paid.pk}",
        row=paid,
        by_olga=lambda: offering.change(Ticket.objects.get(), by=olga, price=Decimal(80)),
        olgas=("price", 8000),
        toms=("description", "With lunch.", "With lunch."),
        both=("price", "60"),
        says="It says now: 80.00",
    )


def of_code(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    made = coding.add(
        DiscountCode(event=fair, code="X", type="percent", value=10), by=olga, tickets=[paid]
    )  # fmt: skip
    path = f"{manage}/codes/discount/{made.pk}"
    return Thing(
        path=path,
        row=made,
        by_olga=lambda: (
            signed_in(olga).post(f"{path}/switch", {"active": "0"}),
            coding.change(DiscountCode.objects.get(), by=olga, min_quantity=2),
        ),
        olgas=("is_active", False),
        toms=("tickets_number", "5", 5),
        both=("min_quantity", "3"),
        says="It says now: 2",
    )


def of_access_code(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    hidden = ticket(fair, olga, "Hidden", is_hidden=True)
    made = coding.add(AccessCode(event=fair, code="Y", valid_from=fair.starts_at), by=olga, tickets=[hidden])
    return Thing(
        path=f"{manage}/codes/access/{made.pk}",
        row=made,
        by_olga=lambda: coding.change(AccessCode.objects.get(), by=olga, max_quantity=2),
        olgas=("max_quantity", 2),
        toms=("tickets_number", "5", 5),
        both=("max_quantity", "3"),
        says="It says now: 2",
    )


def of_attendee(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    attendee = Attendee.objects.get(order=completed(olga, (ticket(fair, olga, "Free"), 1)))
    return Thing(
        path=f"{manage}/attendees/{attendee.pk}",
        row=attendee,
        by_olga=lambda: filling.change(attendee, by=olga, actors=TEAM, email="new@example.org"),
        olgas=("email", "new@example.org"),
        toms=("attendee_notes", "Vegan", "Vegan"),
        both=("email", "other@example.org"),
        says="It says now: new@example.org",
    )


def of_question(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    made = asking.add(CustomForm(event=fair, field_identifier="company", is_included=True), by=olga)
    return Thing(
        path=f"{manage}/form/{made.pk}",
        row=made,
        by_olga=lambda: asking.change(CustomForm.objects.get(pk=made.pk), by=olga, name="Firm", is_required=True),
        olgas=("is_required", True),
        toms=("description", "Where you work.", "Where you work."),
        both=("name", "Employer"),
        says="It says now: Firm",
    )


def of_tax(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    amending.change(Event.objects.get(), by=olga, is_tax_enabled=True)
    made = taxing.add(Tax(event=fair, name="VAT", rate=19, tax_id="DE1"), by=olga)
    return Thing(
        path=f"{manage}/tax",
        row=made,
        by_olga=lambda: taxing.change(Tax.objects.get(), by=olga, tax_id="DE2"),
        olgas=("tax_id", "DE2"),
        toms=("city", "Berlin", "Berlin"),
        both=("tax_id", "DE3"),
        says="It says now: DE2",
    )


def of_speaker(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    made = speaking.add(fair, by=olga, name="Ada", email="ada@example.org")
    return Thing(
        path=f"{manage}/speakers/{made.pk}",
        row=made,
        by_olga=lambda: speaking.change(Speaker.objects.get(), by=olga, short_biography="<p>She counts.</p>"),
        olgas=("short_biography", "<p>She counts.</p>"),
        toms=("city", "London", "London"),
        both=("short_biography", "She writes."),
        says="It says now: She counts.",
    )


def of_speaker_in_a_row(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    made = speaking.add(fair, by=olga, name="Ada", email="ada@example.org")
    return Thing(
        path=f"{manage}/speakers/{made.pk}/row?open",
        row=made,
        by_olga=lambda: speaking.change(Speaker.objects.get(), by=olga, name="Ada Lovelace", is_featured=True),
        olgas=("is_featured", True),
        toms=("organisation", "Mill", "Mill"),
        both=("name", "Ada Byron"),
        says="It says now: Ada Lovelace",
        headers=LIVE,
    )


def of_session_in_a_row(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    one, other = (arranging.add(Track(event=fair, name=name, color="#000000"), by=olga) for name in ("One", "Other"))
    made = accepted(fair, olga, "Soldering", None)
    return Thing(
        path=f"{manage}/sessions/{made.pk}/row?open",
        row=made,
        by_olga=lambda: editing.change(Session.objects.get(), by=olga, title="Welding", track=other),
        olgas=("title", "Welding"),
        toms=("state", "confirmed", "confirmed"),
        both=("track", str(one.pk)),
        says="It says now: Other",
        headers=LIVE,
    )


def of_call(manage: str, fair: Event, olga: User, paid: Ticket) -> Thing:
    begin, end = fair.starts_at - timedelta(days=9), fair.starts_at - timedelta(days=2)
    earlier = end - timedelta(days=1)
    made = calling.add(fair, by=olga, announcement="Come", starts_at=begin, ends_at=end, privacy="public")
    return Thing(
        path=f"{manage}/call",
        row=made,
        by_olga=lambda: calling.change(made, by=olga, ends_at=earlier, announcement="Come!"),
        olgas=("ends_at", earlier),
        toms=("privacy", "private", "private"),
        both=("announcement", "Go"),
        says="It says now: Come!",
    )


THINGS = [
    of_ticket, of_code, of_access_code, of_attendee, of_question, of_tax, of_speaker, of_speaker_in_a_row,
    of_session_in_a_row, of_call,
]  # fmt: skip
every_thing = pytest.mark.parametrize("made", THINGS, ids=[made.__name__ for made in THINGS])


@every_thing
def test_who_changes_one_thing_undoes_nothing_that_another_changed(
    manage: str, fair: Event, olga: User, tom: User, paid: Ticket, made: Callable[..., Thing]
) -> None:
    thing, by_tom = made(manage, fair, olga, paid), signed_in(tom)
    field, said, kept = thing.toms
    form = filled(read(by_tom, thing.path, headers=thing.headers))
    thing.by_olga()

    answer = by_tom.post(thing.path, {**form, field: said}, headers=thing.headers or {})

    assert is_saved(answer)
    assert (now(thing.row, field), now(thing.row, thing.olgas[0])) == (kept, thing.olgas[1])


@every_thing
def test_who_changes_what_another_changed_is_told_and_may_save_it_then(
    manage: str, fair: Event, olga: User, tom: User, paid: Ticket, made: Callable[..., Thing]
) -> None:
    thing, by_tom = made(manage, fair, olga, paid), signed_in(tom)
    field, said = thing.both
    form = filled(read(by_tom, thing.path, headers=thing.headers))
    thing.by_olga()
    hers = now(thing.row, field)

    answer = by_tom.post(thing.path, {**form, field: said}, headers=thing.headers or {})

    told = " ".join(parsed(answer).text_content().split())
    assert "Somebody changed this while you wrote." in told
    assert thing.says in told
    assert now(thing.row, field) == hers

    again = by_tom.post(thing.path, filled(parsed(answer)), headers=thing.headers or {})

    assert is_saved(again)
    assert now(thing.row, field) != hers


def test_notes_of_an_order_are_not_written_over_unseen(manage: str, olga: User, tom: User, free: Ticket) -> None:
    made, by_tom = completed(olga, (free, 1)), signed_in(tom)
    path = f"{manage}/orders/{made.identifier}"
    seen = read(by_tom, path).xpath("//form[contains(@action, '/notes')]//input[@name='seen']/@value")[0]
    finishing.amend(made, by=olga, actors=TEAM, order_notes="Comes by train")

    answer = by_tom.post(f"{path}/notes", {"order_notes": "Eats no meat", "seen": seen})

    assert "It says now: Comes by train" in errors(answer)
    assert now(made, "order_notes") == "Comes by train"

    seen = parsed(answer).xpath("//input[@name='seen']/@value")[0]
    again = by_tom.post(f"{path}/notes", {"order_notes": "Comes by train, eats no meat", "seen": seen})

    assert is_saved(again)
    assert now(made, "order_notes") == "Comes by train, eats no meat"


def test_speakers_undo_nothing_that_the_team_put_right(event: Event, olga: User, ann: User) -> None:
    opened(event, olga)
    session = proposed(event, ann, "Kniting")
    speaker = Speaker.objects.get(user=ann)
    path, by_ann = f"/proposals/{session.pk}", signed_in(ann)
    form = filled(read(by_ann, path))
    editing.change(Session.objects.get(), by=olga, title="Knitting")
    speaking.change(Speaker.objects.get(), by=olga, name="Ann Onymous")

    told = by_ann.post(path, {**form, "title": "Kniting for all", "city": "Ulm"})
    is_kept = now(session, "title") == "Knitting"
    saved = by_ann.post(path, {**form, "subtitle": "For all", "city": "Ulm"})

    assert "It says now: Knitting" in errors(told)
    assert is_kept
    assert is_saved(saved)
    assert (now(session, "title"), now(session, "subtitle")) == ("Knitting", "For all")
    assert (now(speaker, "name"), now(speaker, "city")) == ("Ann Onymous", "Ulm")


def test_what_a_call_asks_is_not_written_over_unseen(event: Event, olga: User, tom: User) -> None:
    call = opened(event, olga)
    path, by_tom = f"/manage/{event.identifier}/call/questions", signed_in(tom)
    form = filled(read(by_tom, path))
    questions.ask(call, [replace(one, is_required=one.name == "city") for one in questions.USUAL], by=olga)
    hers = now(call, "questions")

    answer = by_tom.post(path, {**form, "session-level-use": "must"})
    is_kept = now(call, "questions") == hers
    again = by_tom.post(path, filled(parsed(answer)))

    assert "Somebody changed this while you wrote." in errors(answer)[0]
    assert is_kept
    assert is_saved(again)
    assert [one["name"] for one in now(call, "questions") if one["is_required"]] == ["level"]


# --- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begins", [at(SECOND_HALF_PAST_TWO), at("2026-10-24 10:00") + timedelta(seconds=30)])
def test_a_session_stays_where_it_is_while_its_title_changes(
    event: Event, olga: User, tom: User, room: Microlocation, begins: Any
) -> None:
    session = accepted(event, olga, "Night", None)
    slot = Slot(starts_at=begins, ends_at=begins + timedelta(hours=1), room=room)
    sequence = scheduling.move(session, to=slot, by=olga) and now(session, "sequence")
    path, by_tom = f"/manage/{event.identifier}/sessions/{session.pk}", signed_in(tom)

    answer = by_tom.post(path, {**filled(read(by_tom, path)), "title": "Nightly"})

    session.refresh_from_db()
    assert is_saved(answer)
    assert (session.title, session.starts_at, session.ends_at) == ("Nightly", slot.starts_at, slot.ends_at)
    assert session.sequence == sequence


@pytest.mark.parametrize("begins", [at(SECOND_HALF_PAST_TWO), at("2026-10-24 10:00") + timedelta(seconds=30)])
def test_an_event_begins_when_it_did_while_its_name_changes(event: Event, tom: User, olga: User, begins: Any) -> None:
    amending.change(Event.objects.get(), by=olga, starts_at=begins)
    path, by_olga = f"/manage/{event.identifier}/settings", signed_in(olga)

    answer = by_olga.post(path, {**filled(read(by_olga, path)), "name": "Renamed"})

    assert is_saved(answer)
    assert (now(event, "name"), now(event, "starts_at")) == ("Renamed", begins)


def test_a_ticket_is_sold_as_long_as_it_was_while_its_description_changes(event: Event, olga: User) -> None:
    until = at(SECOND_HALF_PAST_TWO) + timedelta(seconds=30, microseconds=5)
    made = ticket(event, olga, "T", sales_starts_at=at("2026-01-01 10:00"), sales_ends_at=until)
    path, by_olga = f"/manage/{event.identifier}/tickets/{made.pk}", signed_in(olga)

    answer = by_olga.post(path, {**filled(read(by_olga, path)), "description": "With lunch."})

    assert is_saved(answer)
    assert (now(made, "description"), now(made, "sales_ends_at")) == ("With lunch.", until)


def test_another_time_is_read_by_clocks_at_the_event(event: Event, olga: User) -> None:
    amending.change(Event.objects.get(), by=olga, starts_at=at(SECOND_HALF_PAST_TWO))
    path, by_olga = f"/manage/{event.identifier}/settings", signed_in(olga)

    by_olga.post(path, {**filled(read(by_olga, path)), "starts_at": "2026-10-25T02:15"})

    assert now(event, "starts_at") == at("2026-10-25 00:15")


# --- another zone meanwhile -------------------------------------------------------------------------------------------


@pytest.fixture
def scheduled(event: Event, olga: User, room: Microlocation) -> Session:
    made = accepted(event, olga, "Day", None)
    scheduling.move(made, to=Slot(starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-24 11:00"), room=room), by=olga)
    return made


def test_another_zone_moves_nothing_whose_times_nobody_touched(
    event: Event, olga: User, tom: User, scheduled: Session
) -> None:
    settings, path = f"/manage/{event.identifier}/settings", f"/manage/{event.identifier}/sessions/{scheduled.pk}"
    by_olga, by_tom = signed_in(olga), signed_in(tom)
    of_event, of_session = filled(read(by_olga, settings)), filled(read(by_tom, path))
    amending.change(Event.objects.get(), by=olga, timezone="Europe/London")

    answers = [
        by_olga.post(settings, {**of_event, "name": "Other"}),
        by_tom.post(path, {**of_session, "title": "Daily"}),
    ]

    assert all(map(is_saved, answers))
    assert (now(event, "name"), now(event, "starts_at")) == ("Other", event.starts_at)
    assert (now(scheduled, "title"), now(scheduled, "starts_at")) == ("Daily", at("2026-10-24 10:00"))


def test_a_new_time_by_the_clocks_of_the_former_zone_is_not_taken(
    event: Event, olga: User, tom: User, scheduled: Session
) -> None:
    settings, path = f"/manage/{event.identifier}/settings", f"/manage/{event.identifier}/sessions/{scheduled.pk}"
    by_olga, by_tom = signed_in(olga), signed_in(tom)
    of_event, of_session = filled(read(by_olga, settings)), filled(read(by_tom, path))
    amending.change(Event.objects.get(), by=olga, timezone="Europe/London")

    first = by_olga.post(settings, {**of_event, "starts_at": "2026-10-24T09:30"})
    second = by_tom.post(path, {**of_session, "ends_at": "2026-10-24T12:30"})

    assert "Somebody changed this while you wrote." in errors(first)[0]
    assert "It says now: 2026-10-24 08:00:00" in errors(first)
    assert "Somebody changed this session meanwhile." in errors(second)[0]
    assert (now(event, "starts_at"), now(scheduled, "ends_at")) == (event.starts_at, at("2026-10-24 11:00"))

    by_olga.post(settings, filled(parsed(first)))

    assert now(event, "starts_at") == at("2026-10-24 08:30")


def test_clocks_that_stay_are_no_conflict_for_a_ticket(event: Event, olga: User) -> None:
    made = ticket(event, olga, "T", sales_starts_at=at("2026-01-01 10:00"), sales_ends_at=at("2026-10-20 10:00"))
    path, by_olga = f"/manage/{event.identifier}/tickets/{made.pk}", signed_in(olga)
    form = filled(read(by_olga, path))
    rezoning.keep_clocks(Event.objects.get(), "Europe/London", by=olga)
    until = now(made, "sales_ends_at")

    assert is_saved(by_olga.post(path, {**form, "description": "With lunch."}))
    assert now(made, "sales_ends_at") == until


# --- what is odd ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "seen", ["", "\x00", "%", "&&==", "name=1&name=2", "nothing=1", "x" * 100_000, "name=%ED%A0%80"]
)
def test_marks_that_are_none_do_no_harm(manage: str, olga: User, paid: Ticket, seen: str) -> None:
    path, by_olga = f"{manage}/tickets/{paid.pk}", signed_in(olga)

    answer = by_olga.post(path, {**filled(read(by_olga, path)), "description": "With lunch.", "seen": seen})

    assert answer.status_code in (200, 302)


def test_what_others_change_while_a_form_waits_is_not_undone(
    manage: str, olga: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, by_olga, locked = f"{manage}/tickets/{paid.pk}", signed_in(olga), writing.working
    form = filled(read(by_olga, path))

    def after_others(*args: Any, **further: Any) -> Any:
        offering.change(Ticket.objects.get(), by=olga, price=Decimal(80))
        return locked(*args, **further)

    monkeypatch.setattr(writing, "working", after_others)
    answer = by_olga.post(path, {**form, "description": "With lunch."})
    monkeypatch.undo()

    assert "Somebody changed this while you wrote." in errors(answer)[0]
    assert now(paid, "price") == 8000
    assert is_saved(by_olga.post(path, filled(parsed(answer))))
    assert (now(paid, "price"), now(paid, "description")) == (8000, "With lunch.")
