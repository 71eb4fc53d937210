"""All that is held about a person, as a file."""

import json
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import EventRole
from openevent.exports import personal
from openevent.jobs.models import Job
from openevent.program import submitting
from openevent.program.models import Session
from openevent.tickets import checking
from openevent.tickets.checking import Scan
from openevent.tickets.models import CheckIn
from tests.conftest import as_user
from tests.exports.lists import done, downloaded, status, work_off
from tests.privacy import lives
from tests.privacy.lives import Life, fair


def ask(by: User | None, about: User) -> Any:
    return as_user(by).post(f"/v1/users/{about.pk}/export/personal-data")


def told(by: User, about: User) -> dict[str, Any]:
    """The document, from the question to the download."""
    found: dict[str, Any] = json.loads(downloaded(by, ask(by, about).json()["task_url"]))
    return found


def links() -> set[str]:
    """Every column by which a row leads to an account."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.related_model is User
    }


def test_every_link_to_an_account_is_told_or_has_a_reason_why_not() -> None:
    told = [link for part in personal.PARTS for link in part.links]

    assert sorted([*told, *personal.WITHHELD]) == sorted(links())
    assert all(personal.WITHHELD.values())


def test_each_part_has_what_is_held(life: Life, ann: User) -> None:
    document = told(ann, ann)

    assert document.pop("format") == "openevent-personal-data-1"
    assert document.pop("made-at").endswith("Z")
    assert [*document] == [part.name for part in personal.PARTS]
    assert [name for name, rows in document.items() if not rows] == []


def test_the_account_is_told_without_its_secrets(life: Life, ann: User) -> None:
    (account,) = told(ann, ann)["account"]

    columns = {field.attname.replace("_", "-") for field in User._meta.concrete_fields}
    assert account.keys() == columns - {"password", "token-generation"}
    assert (account["email"], account["first-name"], account["billing-address"]) == (
        "ann@example.org",
        "Ann",
        "1 Elm Street",
    )


def test_orders_have_their_lines_history_payments_refunds_and_invoices(life: Life, ann: User) -> None:
    orders = told(ann, ann)["orders"]

    paid, refunded = orders[1:]
    assert [one["event"] for one in orders] == ["Spring Fair"] * 3
    assert paid["identifier"] == str(life.paid.identifier)
    assert (paid["amount"], paid["address"], paid["order-notes"]) == ("50.00", "1 Elm Street", "Call Ann")
    assert paid["lines"] == [{"ticket": "Supporter", "quantity": 1, "price": "50.00"}]
    assert [(one["kind"], one["after"]) for one in paid["history"] if one["by-you"]] == [
        ("status", "initializing"),
        ("billing", ""),
        ("status", "placed"),
    ]
    assert [one["amount"] for one in paid["payments"]] == ["50.00"]
    assert [(one["total"], one["buyer"]["name"]) for one in paid["invoices"]] == [("50.00", "Ann Onymous")]
    assert [one["amount"] for one in refunded["payments"][0]["refunds"]] == ["50.00"]


def test_attendees_are_those_that_the_person_filled_in_and_the_person(life: Life, ann: User) -> None:
    attendees = told(ann, ann)["attendees"]

    assert [(one["email"], one["is-you"]) for one in attendees] == [
        ("guest0@example.org", False),
        ("guest1@example.org", False),
        ("guest0@example.org", False),
        ("guest0@example.org", False),
        ("ann@example.org", True),
    ]
    assert attendees[4]["complex-field-values"] == {"diet": "vegan"}
    assert (attendees[4]["attendee-notes"], "attendee-notes" in attendees[0]) == ("Is late", False)
    assert [scan["direction"] for scan in attendees[4]["check-ins"]] == ["in"]


def test_nothing_is_told_of_others_and_no_secret(life: Life, ann: User, tom: User) -> None:
    posted = json.dumps(told(ann, ann))

    for word in ("A secret", "olga@example.org", "tom@example.org", "friend@example.org", ann.password):
        assert word not in posted


def test_what_was_entered_for_a_team_is_the_team_s(ann: User, olga: User) -> None:
    event = fair(olga, "Spring Fair")
    team.appoint(ann, EventRole.Name.COORGANIZER, event, by=olga)
    made = submitting.submit(event, by=ann, state="draft", title="Keynote", is_proposal=False)
    own = submitting.submit(event, by=ann, state="draft", title="Soldering", is_proposal=True)
    team.dismiss(ann, EventRole.Name.COORGANIZER, event, by=olga)
    Session.objects.filter(pk=made.pk).update(title="A secret guest")

    sessions = told(ann, ann)["sessions"]

    assert [one.get("title") for one in sessions] == [None, own.title]
    assert "A secret guest" not in json.dumps(sessions)


def test_no_device_of_a_registrar_is_told_to_who_was_scanned(life: Life, ann: User, olga: User) -> None:
    scan = Scan(code=life.given.identifier, direction=CheckIn.Direction.OUT, key="2", device="Tom's telephone")
    checking.check_in(life.event, scan, by=olga)

    assert "Tom's telephone" not in json.dumps(told(ann, ann))


def test_what_bears_an_address_that_nobody_has_proven_is_not_told(life: Life, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)

    document = told(ann, ann)

    assert document["letters"] == []
    assert [one["email"] for one in document["attendees"] if one["email"] == ann.email] == []


def test_oneself_and_staff_ask_and_mallory_does_not(
    life: Life, ann: User, olga: User, mallory: User, staff: User
) -> None:
    statuses = [ask(user, ann).status_code for user in (None, mallory, olga, ann, staff)]

    assert statuses == [401, 404, 404, 202, 202]


def test_only_who_asked_follows_and_downloads(life: Life, ann: User, mallory: User, staff: User) -> None:
    task = ask(ann, ann).json()["task_url"]
    url = done(ann, task)["result"]["download_url"]

    assert [as_user(user).get(task).status_code for user in (None, mallory, staff)] == [401, 404, 404]
    assert status(url) == 200
    assert status(url.replace(f"for={ann.pk}", f"for={mallory.pk}")) == 404


def test_who_is_no_staff_any_more_downloads_nobodys_data(life: Life, ann: User, staff: User) -> None:
    url = done(staff, ask(staff, ann).json()["task_url"])["result"]["download_url"]
    before = status(url)

    User.objects.filter(pk=staff.pk).update(is_admin=False)

    assert (before, status(url)) == (200, 404)


def test_a_super_admins_data_is_for_super_admins(life: Life, staff: User, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_super_admin=True)

    assert ask(staff, olga).status_code == 403


def test_the_database_is_asked_as_often_for_three_of_each_as_for_one(
    olga: User, ann: User, staff: User, queue: list[str]
) -> None:
    lives.live(ann, among=olga)
    ask(staff, ann)
    with CaptureQueriesContext(connection) as for_one:
        work_off()
    lives.live(ann, among=olga, name="Summer Fair")
    lives.live(ann, among=olga, name="Autumn Fair")
    Job.objects.all().delete()
    ask(staff, ann)

    with CaptureQueriesContext(connection) as for_three:
        work_off()

    assert len(for_one) == len(for_three) <= 45
