"""Erasing a person's data: nobody is known any more, and places, amounts and numbers stay."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from openevent.accounts import joining, posting, proofs, tokens
from openevent.accounts.joining import CannotRestore
from openevent.accounts.models import IdempotencyKey, Letter, Proof, User
from openevent.accounts.proofs import Purpose
from openevent.celery import app
from openevent.events import issuing, removing, team
from openevent.events.models import Event, EventRole, FeedToken, RoleInvite
from openevent.exports import requesting
from openevent.holders import forgetting as holders
from openevent.holders.models import ToldSession
from openevent.jobs import files, running
from openevent.jobs.models import Job
from openevent.lib import media
from openevent.privacy import erasing, tasks
from openevent.program import favouring, speaking
from openevent.program.models import FavouriteSession, Feedback, Session, Speaker
from openevent.tickets import filling, finishing, recording, wording
from openevent.tickets.models import Attendee, CheckIn, Invoice, Notice, Order, OrderChange, Ticket, WaitingEntry
from tests.conftest import PASSWORD, as_user
from tests.exports import lists
from tests.exports.lists import work_off
from tests.holders.letters import facts, told
from tests.privacy import lives
from tests.privacy.lives import Life, fair
from tests.tickets.conftest import BUYER, TEAM, completed, day, order
from tests.tickets.invariants import miscounted

# What ann, and those whom she brought, are known by anywhere.
NAMES = ("ann@example.org", "Onymous", "Brought", "Call Ann", "Ann's", "Ann liked", "Is late", "vegan", "Hello Ann")
KEPT = ("1 Elm Street", "Ann Ltd")  # for the books alone


def ask(by: User | None, about: User) -> Any:
    return as_user(by).post(f"/v1/users/{about.pk}/erase-personal-data")


def erase(user: User, by: User | None = None) -> erasing.Erasure:
    """From the question to the end."""
    erasure = erasing.begin(user, by=by)
    erasing.finish(erasure)
    return erasure


def database() -> str:
    """All rows of all tables."""
    rows = (row for model in apps.get_models() for row in model._base_manager.all())
    return str(serializers.serialize("json", rows))


def left_in(rows: str) -> list[str]:
    """By what the person is known there, but for the name on invoices."""
    return [name for name in NAMES if name in rows.replace('"buyer": {"name": "Ann Onymous"', "")]


def blank(*orders: Order) -> list[bool]:
    """Of each order, whether nobody knows who ordered it; and whether nobody knows of its attendees who comes."""
    found = []
    for one in orders:
        one.refresh_from_db()
        people = {f"{who.firstname}{who.lastname}{who.email}" for who in one.attendees.all()}
        found += [one.user is None, people == {""}]
    return found


def test_nothing_is_left_by_which_the_person_is_known(life: Life, ann: User) -> None:
    before = database()

    erase(ann)

    after = database()
    assert [name for name in (*NAMES, *KEPT) if name not in before] == []
    assert left_in(after) == []


def test_the_account_says_nothing_and_its_address_is_free(life: Life, ann: User) -> None:
    made_at = ann.created_at

    erase(ann)

    ann.refresh_from_db()
    fresh = User(email=f"erased-{ann.pk}@erased.invalid.deleted")
    kept = {"id", "created_at", "deleted_at", "erased_at", "token_generation", "password"}
    columns = [field.attname for field in User._meta.concrete_fields if field.attname not in kept]
    assert {name: getattr(ann, name) for name in columns} == {name: getattr(fresh, name) for name in columns}
    assert (ann.created_at, ann.is_active, ann.has_usable_password()) == (made_at, False, False)
    assert joining.join("ann@example.org", PASSWORD).pk != ann.pk


def test_what_letters_told_the_calendar_is_forgotten(life: Life, ann: User) -> None:
    before = ToldSession.objects.count()

    erase(ann)

    assert (before, ToldSession.objects.count()) == (1, 0)


def test_what_opened_the_account_opens_it_no_more(life: Life, ann: User, staff: User) -> None:
    client, (_, secret) = as_user(ann), issuing.issue(ann, name="Mine", scope="favourites")
    before = client.get(f"/v1/users/{ann.pk}").status_code, Client().get(f"/feeds/{secret}.ics").status_code

    erase(ann)

    assert before == (200, 200)
    assert client.get(f"/v1/users/{ann.pk}").status_code == 401
    assert Client().get(f"/feeds/{secret}.ics").status_code == 410
    assert {(one.name, one.event, one.last_program) for one in FeedToken.objects.all()} == {("erased", None, "")}
    assert (Proof.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
    with pytest.raises(tokens.NotSignedIn):
        tokens.sign_in("ann@example.org", PASSWORD)
    ann.refresh_from_db()
    with pytest.raises(CannotRestore):
        joining.restore(ann, by=staff)


def test_letters_are_gone_and_none_goes_out(life: Life, ann: User, olga: User) -> None:
    other = Letter.objects.create(to=olga.email, subject="To olga", created_at=timezone.now(), error="never")

    erase(ann)

    assert [one for one in Letter.objects.all() if one.to == "ann@example.org"] == []
    assert Letter.objects.filter(pk=other.pk).exists()
    assert Notice.objects.filter(order=life.paid, done_at=None).count() == 0


def test_places_amounts_numbers_and_scans_stay(life: Life, ann: User) -> None:
    def counted() -> Any:
        orders = Order.objects.order_by("pk").values_list("pk", "identifier", "status", "amount", "refunded")
        coming = Attendee.objects.order_by("pk").values_list("pk", "identifier", "uid", "ticket", "is_checked_in")
        scans = CheckIn.objects.order_by("pk").values_list("pk", "attendee", "direction", "outcome", "at")
        history = OrderChange.objects.order_by("pk").values_list("pk", "order", "kind", "before", "after", "at")
        invoices = Invoice.objects.order_by("pk").values_list("pk", "number", "total", "tax", "issued_on")
        taken = Ticket.objects.order_by("pk").values_list("pk", "taken")
        return [list(rows) for rows in (orders, coming, scans, history, invoices, taken)]

    before = counted()

    erase(ann)

    assert counted() == before
    assert miscounted() == {}
    assert blank(life.free, life.paid) == [True] * 4
    assert set(OrderChange.objects.values_list("by__email", flat=True)) == {None, "olga@example.org"}
    assert {(one.by, one.device) for one in CheckIn.objects.all()} == {(None, "")}


def test_every_answer_of_an_attendee_is_erased(life: Life, ann: User) -> None:
    erase(ann)

    life.given.refresh_from_db()
    said = {
        field.attname: getattr(life.given, field.attname)
        for field in Attendee._meta.concrete_fields
        if getattr(life.given, field.attname) != field.get_default()
    }
    assert said.keys() == {
        *("id", "event_id", "order_id", "ticket_id", "identifier", "uid", "created_at", "revised_at"),
        *("is_checked_in", "has_left_mail", "is_invited", "told_sequence", "known_sequence"),
    }


def test_tickets_by_an_address_that_nobody_has_proven_stay(life: Life, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)

    erase(ann)

    life.given.refresh_from_db()
    assert life.given.email == "ann@example.org"
    assert Letter.objects.filter(to="ann@example.org").exists()


def test_what_cost_something_keeps_what_the_books_need(life: Life, ann: User, settings: Any) -> None:
    settings.KEEP_BOOKS = 7
    invoice = Invoice.objects.get(order=life.paid)

    erasure = erase(ann)

    life.paid.refresh_from_db()
    life.free.refresh_from_db()
    until = datetime(timezone.now().year + 8, 1, 1, tzinfo=UTC)
    content, invoice = invoice.content, Invoice.objects.get(pk=invoice.pk)
    assert (life.paid.address, life.paid.company, life.paid.books_until) == ("1 Elm Street", "Ann Ltd", until)
    assert (invoice.content, content["buyer"]["name"]) == (content, "Ann Onymous")
    assert (life.paid.order_notes, life.paid.user, life.free.books_until) == ("", None, None)
    assert (erasure.orders, erasure.until) == (2, until)


def test_what_was_only_begun_keeps_nothing(life: Life, ann: User) -> None:
    begun = life.paid
    Invoice.objects.filter(order=begun).delete()
    Order.objects.filter(pk=begun.pk).update(
        status="expired", ended_at=timezone.now(), placed_at=None, completed_at=None
    )
    Order.objects.filter(pk=begun.pk).update(**lives.WHERE, order_notes="Call Ann", cancel_note="Ann is ill")

    erase(ann)

    begun.refresh_from_db()
    assert {getattr(begun, name) for name in (*lives.WHERE, "order_notes", "cancel_note")} == {""}


def test_events_forget_roles_and_invitations(life: Life, ann: User) -> None:
    erase(ann)

    assert set(EventRole.objects.values_list("user__email", flat=True)) == {"olga@example.org"}
    assert [(one.email, one.invited_by) for one in RoleInvite.objects.all()] == [("friend@example.org", None)]
    assert not life.event.changes.filter(by=ann).exists()
    gone = life.event.changes.filter(object_type__in=("eventrole", "roleinvite"), by=None)
    assert [*gone.values_list("kind", "object_type")][-2:] == [("dismissed", "eventrole"), ("deleted", "roleinvite")]


def test_a_deleted_event_of_theirs_is_brought_back_to_somebody_else(
    life: Life, ann: User, tom: User, olga: User
) -> None:
    team.appoint(tom, EventRole.Name.ORGANIZER, life.event, by=olga)
    Event.objects.update(deleted_at=timezone.now())

    erase(olga)
    removing.restore(life.event, by=ann)

    owners = EventRole.objects.filter(event=life.event, role=EventRole.Name.OWNER)
    assert [held.user for held in owners] == [tom]


def test_speakers_lose_their_names_and_calendars_hear_of_it(life: Life, ann: User) -> None:
    revision = Event.objects.get().revision
    session = Session.objects.get(pk=life.session.pk)

    erase(ann)

    life.speaker.refresh_from_db()
    fresh = Speaker(pk=life.speaker.pk, event=life.event, name="Name removed")
    columns = [field.attname for field in Speaker._meta.concrete_fields]
    assert {name: getattr(life.speaker, name) for name in columns} == {name: getattr(fresh, name) for name in columns}
    assert Event.objects.get().revision > revision
    revised = life.event.changes.filter(object_type="session", object_id=session.pk, kind="revised", by=None)
    assert revised.count() == 1
    assert set(Session.objects.values_list("title", "creator__email")) == {
        ("Soldering for All", "olga@example.org"),
        ("Soldering", None),
    }


def test_a_rating_counts_on_without_words(life: Life, ann: User) -> None:
    erase(ann)

    assert list(Feedback.objects.values_list("rating", "comment")) == [(Decimal(4), "")]


def test_who_waited_waits_no_more(life: Life, ann: User) -> None:
    erase(ann)

    assert [(one.user, one.status) for one in WaitingEntry.objects.all()] == [(None, "ended")]
    assert set(Ticket.objects.values_list("waiting", flat=True)) == {0}


def test_files_made_for_the_person_or_about_them_are_deleted(
    life: Life, ann: User, olga: User, staff: User, queue: list[str]
) -> None:
    as_user(staff).post(f"/v1/users/{ann.pk}/export/personal-data")
    lists.ask(olga, life.event, "attendees/csv")
    url = "/v1/orders/" + str(life.paid.identifier) + "/tickets-pdf"
    as_user(ann).get(url)
    work_off()
    lists.ask(olga, life.event, "ical")
    other = fair(olga, "Another Fair")
    others = lists.ask(olga, other, "ical").json()["task_url"]
    waiting = Job.objects.create(
        task="openevent.exports.tasks.build", kind="ical", asked_by=ann, asked_at=timezone.now()
    )

    mine = [life.given.order_id, *Order.objects.filter(user=ann).values_list("pk", flat=True)]

    erase(ann)

    others_prints = Q(kind="tickets") & ~Q(parameters__id__in=mine)
    prints = others_prints | Q(kind="invoice")  # which are in the books
    left = set(Job.objects.exclude(prints | Q(kind="erasure")).filter(is_void=False).values_list("pk", flat=True))
    assert {f"/v1/tasks/{pk}" for pk in left} == {others}
    assert files.storage().listdir("")[0] == []
    assert Job.objects.get(pk=waiting.pk).is_void
    assert Job.objects.filter(asked_by=ann).count() == 0


def test_a_void_job_that_ends_later_is_given_to_nobody_and_swept(life: Life, ann: User, olga: User) -> None:
    job = Job.objects.filter(asked_by=ann, kind="ical").first()
    assert job is not None
    erase(ann)

    work_off()

    assert as_user(olga).get(f"/v1/tasks/{job.pk}").status_code == 404
    files.sweep(requesting.TASK)
    assert not Job.objects.filter(pk=job.pk).exists()
    assert files.storage().listdir("")[0] == []


def test_pictures_of_the_person_are_deleted(life: Life, ann: User) -> None:
    url = media.keep(media.Upload(files={"original.jpg": b"face", "icon.jpg": b"face"}, shown_as="original.jpg"))
    other = media.keep(media.Upload(files={"original.jpg": b"flower"}, shown_as="original.jpg"))
    User.objects.filter(pk=ann.pk).update(avatar_url=url, original_image_url=url)
    Speaker.objects.update(photo_url="https://elsewhere.example.org/media/" + other.rpartition("/media/")[2])

    erase(ann)

    assert media.storage().listdir("")[0] == [other.rpartition("/media/")[2].partition("/")[0]]


def test_pictures_of_others_stay(mallory: User, ann: User, olga: User) -> None:
    """Whoever writes down the address of somebody else's picture owns it not."""
    kept = [media.keep(media.Upload(files={"original.jpg": b"logo"}, shown_as="original.jpg")) for _ in range(3)]
    event = fair(olga, "Spring Fair")
    Event.objects.filter(pk=event.pk).update(logo_url=kept[0], description=f'<img src="{kept[1]}">')
    User.objects.filter(pk=ann.pk).update(avatar_url=kept[2].replace("original", "icon"))
    for number, url in enumerate(kept):
        User.objects.filter(pk=mallory.pk).update(avatar_url=url)
        speaking.add(event, by=olga, name=f"Mallory {number}", email="", user=mallory)
    Speaker.objects.update(photo_url=kept[0])
    mallory.refresh_from_db()

    erase(mallory)

    assert len(media.storage().listdir("")[0]) == 3


def test_an_account_that_was_closed_before_takes_nothing_of_who_has_the_address_now(
    ann: User, olga: User, life: Life
) -> None:
    closed = joining.delete(User.objects.get(pk=ann.pk))
    heir = joining.join("ann@example.org", PASSWORD, verified=True)
    made = lives.give(heir, Ticket.objects.get(name="Visitor"), by=olga)
    speaker = speaking.add(life.event, by=olga, name="The heir", email="")
    Speaker.objects.filter(pk=life.speaker.pk).update(email="")
    Speaker.objects.filter(pk=speaker.pk).update(email=heir.email)
    letter = posting.post(heir.email, subject="To the heir", text="Hello")

    erase(closed)

    for row in (made, speaker):
        row.refresh_from_db()
    assert (made.email, made.firstname, speaker.name) == (heir.email, "Ann", "The heir")
    assert Letter.objects.filter(pk=letter.pk).exists()
    assert not Attendee.objects.filter(pk=life.given.pk, email=heir.email).exists()


def test_a_mark_in_a_deleted_event_is_taken_away(ann: User, olga: User) -> None:
    event = fair(olga, "Spring Fair")
    favouring.add(lives.talk(event, olga), user=ann)
    removing.delete(event, by=olga)

    job = erase(ann).job

    job.refresh_from_db()
    assert (job.state, job.error, FavouriteSession.objects.count()) == ("success", "", 0)


def test_lists_that_are_made_meanwhile_are_given_to_nobody(
    life: Life, ann: User, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = holders.forget
    made: list[str] = []

    def meanwhile(user: User, address: str) -> None:
        """An organiser asks for a list and for a schedule, and both are made before anything is blank."""
        made.extend(lists.ask(olga, life.event, kind).json()["task_url"] for kind in ("attendees/csv", "ical"))
        work_off()
        real(user, address)

    monkeypatch.setattr(holders, "forget", meanwhile)
    erase(ann)

    assert [as_user(olga).get(url).status_code for url in made] == [404, 404]
    assert files.storage().listdir("")[0] == []


def test_what_was_said_of_the_person_in_histories_and_logs_is_gone(life: Life, ann: User, staff: User) -> None:
    kind = ContentType.objects.get_for_model(Speaker)
    LogEntry.objects.create(
        user=staff, content_type=kind, object_id=str(life.speaker.pk), object_repr="Ann Onymous", action_flag=CHANGE
    )
    proofs.offer(Purpose.RESET_PASSWORD, ann.email, None)
    assert OrderChange.objects.filter(note__contains="Ann is ill").exists()
    assert OrderChange.objects.filter(order=life.paid).exclude(said=[]).exists()

    erase(ann)

    assert LogEntry.objects.get().object_repr == "Name removed"
    assert not Proof.objects.filter(email="ann@example.org").exists()
    assert not OrderChange.objects.filter(order__in=(life.free, life.paid)).exclude(note="", said=[]).exists()
    assert "Ann is ill" not in database().replace('"note": "Ann is ill"', "")  # on the correction of an invoice


def test_the_history_of_somebody_elses_order_names_the_person_no_more(life: Life, ann: User) -> None:
    words = [wording.named(wording.TAKEN_BACK, [life.given])]
    with transaction.atomic():
        recording.note(life.given.order, recording.Kind.REFUND, by=None, words=words)
    line = OrderChange.objects.get(order=life.given.order, kind=recording.Kind.REFUND)
    assert line.note == f"Tickets taken back: {life.given}."

    erase(ann)

    line.refresh_from_db()
    assert (line.note, line.said) == ("", [])


def bobs_ticket(ann: User, free: Ticket) -> Order:
    """Ann has bought a ticket for bob, who was told."""
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Bob", email="bob@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    return made


def methods() -> list[tuple[str, str]]:
    """To whom letters go out now, and what they tell calendars."""
    return [(str(letter["To"]), facts(letter)[0]) for letter in told()]


def test_others_hear_of_what_ann_cancelled_right_before(ann: User, olga: User) -> None:
    made = bobs_ticket(ann, lives.sold(fair(olga, "Spring Fair"), olga, "Visitor"))
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    erase(ann)

    assert methods() == [("bob@example.org", "CANCEL")]


def test_others_hear_that_the_event_is_off_though_the_buyer_is_gone(ann: User, olga: User) -> None:
    event = fair(olga, "Spring Fair")
    bobs_ticket(ann, lives.sold(event, olga, "Visitor"))
    removing.delete(event, by=olga)

    erase(ann)

    assert methods() == [("bob@example.org", "CANCEL")]


def test_who_held_a_ticket_before_and_is_erased_hears_nothing(ann: User, olga: User) -> None:
    free = lives.sold(fair(olga, "Spring Fair"), olga, "Visitor")
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email=ann.email)
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    filling.change(made.attendees.get(), by=olga, actors=TEAM, firstname="Eve", email="eve@example.org")
    finishing.amend(Order.objects.get(pk=made.pk), by=ann, actors=BUYER, status="cancelled")

    erase(ann)

    assert not Letter.objects.filter(to="ann@example.org").exists()
    assert "Ann" not in str([one.text for one in Letter.objects.all()])


def test_somebody_who_merely_claims_the_address_keeps_nothing_from_being_erased(ann: User, olga: User) -> None:
    event = fair(olga, "Spring Fair")
    speaker = speaking.add(event, by=olga, name="Ann Onymous", email=ann.email)
    Speaker.objects.filter(pk=speaker.pk).update(user=None)
    erasure = erasing.begin(ann, by=None)
    joining.join("ann@example.org", PASSWORD)

    erasing.finish(erasure)

    assert Speaker.objects.get(pk=speaker.pk).name == "Name removed"


def test_an_order_of_a_deleted_event_whose_letter_waits_stops_nothing(ann: User, olga: User) -> None:
    event = fair(olga, "Spring Fair")
    completed(ann, (lives.sold(event, olga, "Visitor"), 1))
    removing.delete(event, by=olga)

    job = erase(ann).job

    job.refresh_from_db()
    assert (job.state, job.error) == ("success", "")


def test_who_held_the_ticket_before_hears_of_it_though_the_new_holder_is_gone(ann: User, olga: User) -> None:
    made = bobs_ticket(olga, lives.sold(fair(olga, "Spring Fair"), olga, "Visitor"))
    filling.change(made.attendees.get(), by=olga, actors=TEAM, firstname="Ann", email=ann.email)

    erase(ann)

    assert methods() == [("bob@example.org", "CANCEL")]


def test_the_admin_pages_log_forgets_the_address(life: Life, ann: User, staff: User) -> None:
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=staff, content_type=kind, object_id=str(ann.pk), object_repr=ann.email, action_flag=CHANGE
    )

    erase(ann)

    assert LogEntry.objects.get().object_repr == f"erased-{ann.pk}@erased.invalid.deleted"


def test_whoever_has_the_address_next_keeps_what_is_theirs(life: Life, ann: User, olga: User) -> None:
    erasure = erasing.begin(ann, by=None)
    heir = joining.join("ann@example.org", PASSWORD, verified=True)
    late = Letter.objects.create(to=heir.email, subject="To the heir", created_at=timezone.now(), error="never")
    Attendee.objects.filter(pk=life.given.pk).update(created_at=timezone.now())

    erasing.finish(erasure)

    assert Letter.objects.filter(pk=late.pk).exists()
    assert Attendee.objects.get(pk=life.given.pk).email == heir.email


class Killed(BaseException):
    """The process ended here."""


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """The process ends right before its writing statement of this number."""
    left = number

    def run(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal left
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left -= 1
            if left == 0:
                raise Killed
        return execute(sql, *rest)

    with connection.execute_wrapper(run):
        yield


def test_a_kill_at_any_step_leaves_no_order_half_erased_and_the_next_run_goes_on(life: Life, ann: User) -> None:
    erasing.begin(ann, by=None)
    orders, told_of = list(Order.objects.filter(user=ann)), [life.event.pk]
    steps = 0
    for number in count(1):
        try:
            with killed_at(number):
                erasing.forget(User.objects.get(pk=ann.pk), told_of)
            break
        except Killed:
            steps += 1
        for each in orders:
            assert len(set(blank(each))) == 1
        assert miscounted() == {}

    after = database()
    assert steps > 15
    assert left_in(after) == []


def test_what_came_to_no_end_is_begun_again(life: Life, ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise OSError("The storage is down.")

    with monkeypatch.context() as patched:
        patched.setattr(media, "delete", broken)
        failed = erase(ann).job
    failed.refresh_from_db()
    again = erasing.sweep()
    meanwhile = erasing.sweep()

    running.run(str(Job.objects.get(kind="erasure", state="queued").pk), erasing.work)

    assert (failed.state, again, meanwhile, erasing.sweep()) == ("failure", 1, 0, 0)
    assert left_in(database()) == []


def test_erasing_twice_changes_nothing(life: Life, ann: User) -> None:
    erase(ann)
    before = database()

    erasing.forget(User.objects.get(pk=ann.pk), [])

    assert json.loads(database()) == json.loads(before)


def test_who_asks_twice_is_given_the_task_that_is_under_way(life: Life, ann: User, staff: User) -> None:
    first, second = ask(staff, ann), ask(staff, ann)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert Job.objects.filter(kind="erasure").count() == 1


def test_the_account_asks_and_is_signed_out(life: Life, ann: User, staff: User) -> None:
    answer = ask(ann, ann)

    assert answer.status_code == 202
    assert answer.json() == {
        "task_url": answer["Location"],
        "orders-kept": 2,
        "kept-until": f"{timezone.now().year + 11}-01-01T00:00:00Z",
    }
    assert ask(ann, ann).status_code == 401
    tasks.erase(answer["Location"].rpartition("/")[2])
    assert as_user(staff).get(answer["Location"]).json() == {"state": "SUCCESS", "progress": 100, "result": {}}


def test_only_oneself_and_staff_ask(life: Life, ann: User, olga: User, mallory: User) -> None:
    assert [ask(user, ann).status_code for user in (None, mallory, olga)] == [401, 404, 404]
    assert [ask(mallory, user).status_code for user in (olga, ann)] == [404, 404]
    ann.refresh_from_db()
    assert ann.erased_at is None


def test_staff_asks_for_a_closed_account_too_but_not_for_a_super_admins(
    life: Life, ann: User, olga: User, staff: User
) -> None:
    joining.delete(ann)
    User.objects.filter(pk=olga.pk).update(is_super_admin=True)

    assert [ask(staff, user).status_code for user in (ann, olga)] == [202, 403]


def test_it_takes_a_token_for_which_the_password_was_given(life: Life, ann: User) -> None:
    stale = Client(headers={"Authorization": f"JWT {tokens.access_token(ann, fresh=False)}"})

    answer = stale.post(f"/v1/users/{ann.pk}/erase-personal-data")

    assert answer.status_code == 401
    assert "Fresh token required" in answer.json()["errors"][0]["detail"]


def refusal(user: User) -> tuple[int, str]:
    """How the account's own question is answered."""
    answer = ask(user, user)
    return answer.status_code, answer.json()["errors"][0]["detail"]


def test_an_owner_hands_the_event_over_first(life: Life, olga: User) -> None:
    before = refusal(olga)

    Event.objects.update(deleted_at=timezone.now())

    assert before == (
        409,
        "The account owns the event “Spring Fair”. Hand it over, or delete it, first: others depend on it.",
    )
    assert ask(olga, olga).status_code == 202


def test_who_has_tickets_of_what_is_to_come_cancels_first(life: Life, ann: User) -> None:
    Event.objects.update(ends_at=day(3))
    Session.objects.update(ends_at=day(-1))

    assert refusal(ann) == (
        409,
        f"The account has tickets of “Spring Fair”, which is not over. Cancel the order first: {life.free.identifier}.",
    )
    Order.objects.filter(user=ann).update(status="cancelled", ended_at=timezone.now())
    assert ask(ann, ann).status_code == 202


def test_who_speaks_in_what_is_to_come_withdraws_first(life: Life, ann: User) -> None:
    Session.objects.filter(pk=life.session.pk).update(starts_at=day(1), ends_at=day(2))

    assert refusal(ann) == (
        409,
        "The account speaks in “Soldering for All”, which is still to come. Withdraw it first.",
    )


def test_an_open_payment_and_a_refund_on_its_way_are_waited_for(life: Life, ann: User) -> None:
    payment = life.paid.payments.get()
    open_ = {"status": "open", "ask_at": timezone.now(), "received_at": None}
    received = {"status": "received", "ask_at": None, "received_at": payment.received_at}
    sentence = f"A payment for the order {life.paid} is open: it must come, or go back, first."

    life.paid.payments.update(**open_)
    paying = refusal(ann)
    life.paid.payments.update(**received)
    life.paid.refunds.create(payment=payment, amount=1, at=timezone.now(), try_at=timezone.now())
    refunding_ = refusal(ann)
    life.paid.refunds.all().delete()
    Order.objects.filter(pk=life.paid.pk).update(status="placed")
    placed = refusal(ann)

    assert [paying, refunding_, placed] == [(409, sentence)] * 3


def test_the_worker_knows_the_task() -> None:
    app.loader.import_default_modules()

    assert erasing.TASK in app.tasks
