"""The admin pages of events: staff acts through them as everybody does elsewhere."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import acting as pages_of_events
from openevent.events import creating, removing, team
from openevent.events.facts import CHANGEABLE
from openevent.events.models import Change, Event, EventRole
from tests.conftest import at
from tests.events.pages import filled, is_sent_away, queries, send, signed_in, when

EVENTS = "/admin/events/event/"
CHANGES = "/admin/events/change/"
NO_ZONE = "“Mars/Olympus” is no time zone. Use a name of the IANA database, such as Europe/Berlin or America/New_York."
NEW = {
    "name": "  Spring   Fair ",
    "timezone": "us / eastern",
    "description": "<p>Hello<script>alert(1)</script></p>",
    **when("starts_at", "2027-03-01 09:00"),
    **when("ends_at", "2027-03-02 18:00"),
}


@pytest.fixture
def browser(staff: User) -> Client:
    return signed_in(staff)


def page(event: Event) -> str:
    return f"{EVENTS}{event.pk}/change/"


def log(event: Event, after: int = 0) -> list[tuple[int, str, str, int, str]]:
    rows = Change.objects.filter(event=event, revision__gt=after).select_related("by")
    return [(row.revision, row.kind, row.object_type, row.object_id, str(row.by)) for row in rows]


@pytest.mark.parametrize("path", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/"])
def test_only_staff_comes_in(event: Event, olga: User, mallory: User, path: str) -> None:
    address = EVENTS + path.format(pk=event.pk)

    assert [is_sent_away(user, address) for user in (None, mallory, olga)] == [True, True, True]


def test_a_new_event_is_made_by_the_act(browser: Client, staff: User) -> None:
    refusals = send(browser, f"{EVENTS}add/", **NEW)

    event = Event.objects.get()
    assert refusals == []
    assert (event.name, event.timezone, event.state) == ("Spring Fair", "America/New_York", "draft")
    assert (event.description, event.description_text) == ("<p>Hello</p>", "Hello")
    # What was typed is what clocks in New York show.
    assert (event.starts_at, event.ends_at) == (at("2027-03-01 14:00"), at("2027-03-02 23:00"))
    assert list(event.roles.values_list("user__email", "role")) == [("staff@example.org", "owner")]
    assert log(event) == [(1, "created", "event", event.pk, "staff@example.org")]


def test_a_new_event_can_be_published_at_once(browser: Client) -> None:
    send(browser, f"{EVENTS}add/", **NEW, state="published")

    event = Event.objects.get()
    assert event.is_public
    assert [(revision, kind) for revision, kind, *_ in log(event)] == [(1, "created"), (2, "published")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (when("ends_at", "2027-03-01 09:00"), "That is too early: an event ends after it begins."),
        (when("ends_at", "2027-04-01 09:00"), "An event lasts at most 20 days."),
        ({"latitude": "91"}, "A latitude lies between -90 and 90 degrees."),
        ({"ticket_url": "https://"}, "Enter a valid URL."),
        ({"name": " "}, "This field is required."),
        ({"timezone": "Mars/Olympus"}, NO_ZONE),
    ],
)
def test_what_the_act_refuses_is_said_on_the_form(browser: Client, fields: dict[str, str], sentence: str) -> None:
    refusals = send(browser, f"{EVENTS}add/", **{**NEW, **fields})

    assert refusals == [sentence]
    assert list(Event.objects.all()) == []
    assert list(Change.objects.all()) == []


def test_a_change_counts_the_revision_up_and_is_logged(browser: Client, event: Event) -> None:
    before = event.revision

    refusals = send(browser, page(event), location_name="New Mill", description="<b onclick='x()'>Bold</b>")

    event.refresh_from_db()
    assert refusals == []
    assert (event.location_name, event.description) == ("New Mill", "<b>Bold</b>")
    assert (event.revision, event.sequence) == (before + 1, 1)
    assert log(event, before) == [(before + 1, "changed", "event", event.pk, "staff@example.org")]


def test_saving_an_unchanged_form_changes_nothing(browser: Client, event: Event) -> None:
    before = Event.objects.filter(pk=event.pk).values().get()

    refusals = send(browser, page(event))

    assert refusals == []
    assert Event.objects.filter(pk=event.pk).values().get() == before


def test_every_fact_that_acts_change_has_its_field(browser: Client, event: Event) -> None:
    shown = browser.get(page(event)).content.decode()

    assert [name for name in CHANGEABLE if f'id="id_{name}' not in shown] == []


def test_what_the_server_keeps_is_not_changed_by_sending_it(browser: Client, event: Event) -> None:
    before = Event.objects.filter(pk=event.pk).values().get()

    send(browser, page(event), identifier="deadbeef", revision="0", sequence="99", revised_at="2000-01-01", source="x")

    assert Event.objects.filter(pk=event.pk).values().get() == before


def test_an_emptied_list_of_documents_is_an_empty_list(browser: Client, event: Event) -> None:
    send(browser, page(event), document_links='[{"name": "Map", "link": "https://example.org/map"}]')
    send(browser, page(event), document_links="")

    event.refresh_from_db()
    assert event.document_links == []


def test_an_event_is_taken_back(browser: Client, event: Event) -> None:
    before = event.revision

    send(browser, page(event), state="draft")

    event.refresh_from_db()
    assert event.state == "draft"
    assert log(event, before) == [(before + 1, "unpublished", "event", event.pk, "staff@example.org")]


def test_a_refusal_that_comes_between_rehearsal_and_act_saves_nothing(
    browser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_of_events, "rehearse", lambda _act: None)  # as if the world had changed after it
    values = filled(browser, page(event)) | {"name": "Renamed", "timezone": "Mars/Olympus"}

    answer = browser.post(page(event), values, follow=True)

    event.refresh_from_db()
    assert (answer.status_code, answer.redirect_chain) == (200, [(page(event), 302)])
    assert "“Mars/Olympus” is no time zone." in answer.content.decode()
    assert (event.name, event.timezone) == ("Autumn Conference", "Europe/Berlin")


def line(user: User, role: str, number: int = 2) -> dict[str, Any]:
    """A new line of the roles; olga and tom have lines 0 and 1."""
    total = {"roles-TOTAL_FORMS": number + 1}
    return {**total, f"roles-{number}-user": user.pk, f"roles-{number}-role": role, f"roles-{number}-id": ""}


def test_a_role_is_given(browser: Client, event: Event, ann: User) -> None:
    before = event.revision

    refusals = send(browser, page(event), **line(ann, "organizer"))

    event.refresh_from_db()
    given = EventRole.objects.get(user=ann)
    assert (refusals, given.event, given.role) == ([], event, "organizer")
    assert log(event, before) == [(before + 1, "appointed", "eventrole", given.pk, "staff@example.org")]
    assert event.revision == before + 1


def test_a_line_without_a_user_is_refused(browser: Client, event: Event, ann: User) -> None:
    refusals = send(browser, page(event), **{**line(ann, "organizer"), "roles-2-user": ""})

    assert refusals == ["This field is required."]
    assert event.roles.count() == 2


def test_a_line_that_is_taken_away_at_once_was_never_there(browser: Client, event: Event, ann: User) -> None:
    refusals = send(browser, page(event), **line(ann, "organizer"), **{"roles-2-DELETE": "on"})

    assert (refusals, event.roles.count()) == ([], 2)


def test_a_role_is_taken(browser: Client, event: Event, tom: User) -> None:
    before, role = event.revision, EventRole.objects.get(user=tom)

    refusals = send(browser, page(event), **{"roles-1-DELETE": "on"})

    assert refusals == []
    assert list(event.roles.values_list("user__email", "role")) == [("olga@example.org", "owner")]
    assert log(event, before) == [(before + 1, "dismissed", "eventrole", role.pk, "staff@example.org")]


def test_a_role_is_never_rewritten(browser: Client, event: Event, tom: User, mallory: User) -> None:
    before = list(event.roles.values())

    send(browser, page(event), **{"roles-1-user": mallory.pk, "roles-1-role": "organizer"})

    assert list(event.roles.values()) == before


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"roles-0-DELETE": "on"}, "An event cannot be without its owner. Hand the ownership over instead."),
        (
            {"roles-2-role": "owner"},
            "The event has an owner already. Ownership moves by an invitation that the owner sends.",
        ),
    ],
)
def test_a_refused_role_saves_nothing_of_the_page(
    browser: Client, event: Event, ann: User, lines: dict[str, str], sentence: str
) -> None:
    before = Event.objects.filter(pk=event.pk).values().get(), list(event.roles.values())
    roles = lines if "roles-0-DELETE" in lines else {**line(ann, "organizer"), **lines}

    refusals = send(browser, page(event), name="Renamed", **roles)

    assert refusals == [sentence]
    assert (Event.objects.filter(pk=event.pk).values().get(), list(event.roles.values())) == before


def test_deleting_hides_the_event_and_keeps_the_row(browser: Client, event: Event) -> None:
    before = event.revision

    answer = browser.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"})

    event.refresh_from_db()
    assert (answer.status_code, event.deleted_at is not None, event.roles.count()) == (302, True, 2)
    assert log(event, before) == [(before + 1, "deleted", "event", event.pk, "staff@example.org")]


def chosen(browser: Client, action: str, *events: Event) -> int:
    values = {"action": action, "_selected_action": [event.pk for event in events], "post": "yes"}
    return browser.post(EVENTS, values).status_code


def test_deleting_and_restoring_many_goes_through_the_acts(browser: Client, event: Event, olga: User) -> None:
    facts: dict[str, Any] = {"starts_at": event.starts_at, "ends_at": event.ends_at, "timezone": "UTC"}
    events = [event, creating.create(by=olga, name="Second", **facts)]
    before = [row.revision for row in events]

    statuses = [chosen(browser, action, *events) for action in ("delete_selected", "restore")]

    kinds = [[kind for _, kind, *_ in log(row, revision)] for row, revision in zip(events, before, strict=True)]
    assert statuses == [302, 302]
    assert kinds == [["deleted", "restored"], ["deleted", "restored"]]
    assert Event.objects.living().count() == 2


def test_the_page_before_deleting_names_the_event_alone(browser: Client, event: Event) -> None:
    shown = browser.get(f"{EVENTS}{event.pk}/delete/").content.decode()

    assert "Autumn Conference" in shown
    assert "olga@example.org" not in shown


def test_a_deleted_event_is_looked_at_only(browser: Client, event: Event, staff: User) -> None:
    removing.delete(event, by=staff)

    looked = browser.get(page(event))
    sent = browser.post(page(event), {"name": "Renamed"})
    deleted = browser.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"})

    event.refresh_from_db()
    assert (looked.status_code, sent.status_code, deleted.status_code) == (200, 403, 403)
    assert event.name == "Autumn Conference"


@pytest.mark.parametrize("search", ["autumn", "Old Mill", "friends"])
def test_events_are_found_by_their_words(browser: Client, event: Event, search: str) -> None:
    found = browser.get(EVENTS, {"q": search}).content.decode()
    other = browser.get(EVENTS, {"q": "something else"}).content.decode()

    assert ("Autumn Conference" in found, "Autumn Conference" in other) == (True, False)


def test_an_event_is_found_by_its_identifier(browser: Client, event: Event) -> None:
    assert "Autumn Conference" in browser.get(EVENTS, {"q": event.identifier}).content.decode()


@pytest.mark.parametrize("address", [EVENTS, CHANGES])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    browser: Client, event: Event, olga: User, address: str
) -> None:
    Change.objects.exclude(pk=Change.objects.filter(event=event).values("pk")[:1]).delete()
    one = queries(browser, address)
    facts: dict[str, Any] = {"starts_at": event.starts_at, "ends_at": event.ends_at, "timezone": "UTC"}
    for name in ("Second", "Third"):
        creating.create(by=olga, name=name, **facts)

    assert queries(browser, address) == one


def test_a_page_takes_as_many_queries_for_four_roles_as_for_two(
    browser: Client, event: Event, olga: User, ann: User
) -> None:
    two = queries(browser, page(event))
    for role in (EventRole.Name.MODERATOR, EventRole.Name.REGISTRAR):
        team.appoint(ann, role, event, by=olga)

    assert queries(browser, page(event)) == two


def test_the_log_of_changes_is_looked_at_only(browser: Client, event: Event) -> None:
    row, before = Change.objects.filter(event=event).first(), list(Change.objects.values())
    assert row is not None

    looked = [browser.get(CHANGES).status_code, browser.get(f"{CHANGES}{row.pk}/change/").status_code]
    written = [
        browser.post(f"{CHANGES}add/", {"revision": 1}).status_code,
        browser.post(f"{CHANGES}{row.pk}/change/", {"revision": 1}).status_code,
        browser.post(f"{CHANGES}{row.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert (looked, written) == ([200, 200], [403, 403, 403])
    assert list(Change.objects.values()) == before
