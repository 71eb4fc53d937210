"""The admin pages of what belongs to events, and of the catalogue: staff acts through them, too."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import cataloguing, editing, favouring, furnishing, inviting
from openevent.events.models import (
    Change,
    Event,
    EventCopyright,
    EventSubTopic,
    EventTopic,
    EventType,
    Faq,
    FaqType,
    FavouriteEvent,
    Role,
    RoleInvite,
    SocialLink,
    Sponsor,
)
from tests.events.mailbox import secret_of
from tests.events.pages import is_sent_away, queries, send, signed_in

PAGES = "/admin/events/"
PARTS: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "sponsor": (Sponsor, {"name": "  Quartz "}, {"level": 2}),
    "sociallink": (SocialLink, {"name": "Code", "link": "https://code.example"}, {"name": "Git"}),
    "faq": (Faq, {"question": "Where?", "answer": "<p onclick='x()'>Here</p>"}, {"answer": "There"}),
    "faqtype": (FaqType, {"name": "Food"}, {"name": "Drink"}),
    "eventcopyright": (EventCopyright, {"licence": "Attribution"}, {"year": 2020}),
}
ENTRIES: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "eventtype": (EventType, {"name": " Watch  Fair "}, {"name": "Clock Fair"}),
    "eventtopic": (EventTopic, {"name": "Clocks"}, {"system_image_url": "https://clocks.example/c.png"}),
    "role": (Role, {"name": "cook"}, {"title_name": "Chef"}),
}
LOOKED_AT = {"roleinvite": RoleInvite, "favouriteevent": FavouriteEvent}


@pytest.fixture
def browser(staff: User) -> Client:
    return signed_in(staff)


@pytest.fixture
def event(event: Event, olga: User) -> Event:
    """Olga's conference, which has sponsors."""
    return editing.change(event, by=olga, is_sponsors_enabled=True)


def log(event: Event) -> list[tuple[str, str, str]]:
    rows = Change.objects.filter(event=event, revision__gt=event.revision).select_related("by")
    return [(row.kind, row.object_type, str(row.by)) for row in rows]


def page(row: Any) -> str:
    return f"{PAGES}{row._meta.model_name}/{row.pk}/change/"


def chosen(browser: Client, action: str, row: Any) -> int:
    """The status after this action on the row chosen in the list."""
    values = {"action": action, "_selected_action": [row.pk], "post": "yes"}
    return browser.post(f"{PAGES}{row._meta.model_name}/", values).status_code


@pytest.mark.parametrize("name", [*PARTS, *ENTRIES, "eventsubtopic", *LOOKED_AT])
def test_only_staff_comes_in(event: Event, olga: User, mallory: User, name: str) -> None:
    for path in ("", "add/"):
        sent_away = [is_sent_away(user, f"{PAGES}{name}/{path}") for user in (None, mallory, olga)]

        assert sent_away == [True, True, True]


@pytest.mark.parametrize("name", PARTS)
def test_parts_are_made_changed_deleted_and_restored_by_acts(browser: Client, event: Event, name: str) -> None:
    model, facts, other = PARTS[name]

    refusals = [send(browser, f"{PAGES}{name}/add/", event=event.pk, **facts)]
    row = model.objects.get()
    refusals.append(send(browser, page(row), **other))
    statuses = [browser.post(f"{PAGES}{name}/{row.pk}/delete/", {"post": "yes"}).status_code]
    kinds = ["created", "changed", "deleted"]
    if name != "faqtype":
        statuses.append(chosen(browser, "restore", row))
        kinds.append("restored")

    assert (refusals, set(statuses)) == ([[], []], {302})
    assert log(event) == [(kind, name, "staff@example.org") for kind in kinds]
    assert model.objects.count() == (0 if name == "faqtype" else 1)


def test_a_new_part_is_kept_clean(browser: Client, event: Event) -> None:
    send(browser, f"{PAGES}sponsor/add/", event=event.pk, name="  Quartz ", description="<b onclick='x()'>Bold")

    made = Sponsor.objects.get()
    assert (made.event, made.name, made.description) == (event, "Quartz", "<b>Bold</b>")


def test_what_the_act_refuses_is_said_on_the_form(browser: Client, event: Event, olga: User) -> None:
    editing.change(event, by=olga, is_sponsors_enabled=False)
    furnishing.add(EventCopyright(event=event, licence="Attribution"), by=olga)

    refusals = [
        send(browser, f"{PAGES}sponsor/add/", event=event.pk, name="Quartz"),
        send(browser, f"{PAGES}eventcopyright/add/", event=event.pk, licence="Another"),
        send(browser, f"{PAGES}eventcopyright/add/", event=event.pk, licence="Another", year=3000),
    ]

    assert refusals == [
        ["Sponsors are switched off for this event: switch them on first."],
        ["The event has a copyright already. Change it, or delete it first."],
        ["The year 3000 has not come yet."],
    ]
    assert (Sponsor.objects.count(), EventCopyright.objects.count()) == (0, 1)


def test_a_deleted_part_is_looked_at_only(browser: Client, event: Event, olga: User) -> None:
    row = furnishing.remove(furnishing.add(Sponsor(event=event, name="Quartz"), by=olga), by=olga)

    assert (browser.get(page(row)).status_code, browser.post(page(row), {"name": "x"}).status_code) == (200, 403)


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_are_made_changed_and_deleted_by_acts(browser: Client, db: None, name: str) -> None:
    model, facts, other = ENTRIES[name]

    refusals = [send(browser, f"{PAGES}{name}/add/", **facts)]
    row = model.objects.latest("pk")
    refusals.append(send(browser, page(row), **other))
    seen = model.objects.filter(pk=row.pk).values(*other).get()
    status = browser.post(f"{PAGES}{name}/{row.pk}/delete/", {"post": "yes"}).status_code

    assert (refusals, seen, status) == ([[], []], other, 302)
    assert row.name == " ".join(facts["name"].split())
    left = model.objects.filter(pk=row.pk).first()
    assert left is None if name == "role" else left.deleted_at is not None


def test_a_deleted_type_is_restored(browser: Client, staff: User) -> None:
    row = cataloguing.remove(cataloguing.add(EventType(name="Watch Fair"), by=staff), by=staff)

    assert chosen(browser, "restore", row) == 302
    assert EventType.objects.get(pk=row.pk).deleted_at is None


def test_a_sub_topic_is_made_below_its_topic(browser: Client, staff: User) -> None:
    topic = cataloguing.add(EventTopic(name="Clocks"), by=staff)

    refusals = send(browser, f"{PAGES}eventsubtopic/add/", event_topic=topic.pk, name="Watches")

    made = EventSubTopic.objects.get(event_topic=topic)
    assert (refusals, made.slug) == ([], "watches")
    assert browser.get(page(made)).status_code == 200


def test_a_built_in_role_keeps_its_name(browser: Client, db: None) -> None:
    owner = Role.objects.get(name="owner")

    refusals = send(browser, page(owner), name="king")

    assert refusals == ["“owner” is built in: the server knows it by this name, which stays."]
    assert Role.objects.filter(name="owner").exists()


def test_a_built_in_role_that_is_deleted_stays(browser: Client, db: None) -> None:
    owner = Role.objects.get(name="owner")

    answers = [
        browser.post(f"{PAGES}role/{owner.pk}/delete/", {"post": "yes"}, follow=True),
        browser.post(
            f"{PAGES}role/",
            {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"},
            follow=True,
        ),
    ]

    assert [(answer.status_code, "is built in" in answer.content.decode()) for answer in answers] == [(200, True)] * 2
    assert Role.objects.filter(name="owner").count() == 1


def test_an_events_subject_is_chosen_from_what_is_there(browser: Client, event: Event, staff: User) -> None:
    there, gone = (cataloguing.add(EventType(name=name), by=staff) for name in ("Watch Fair", "Sand Fair"))
    cataloguing.remove(gone, by=staff)

    refusals = send(browser, page(event), event_type=there.pk)

    event.refresh_from_db()
    assert (refusals, event.event_type) == ([], there)
    assert "Sand Fair" not in browser.get(page(event)).content.decode()


@pytest.mark.parametrize("name", LOOKED_AT)
def test_invitations_and_favourites_are_looked_at_only(
    browser: Client, event: Event, olga: User, ann: User, name: str
) -> None:
    rows = {
        "roleinvite": inviting.invite(event, ann.email, "moderator", by=olga),
        "favouriteevent": favouring.add(event, ann),
    }
    row = rows[name]

    looked = [browser.get(address) for address in (f"{PAGES}{name}/", page(row))]
    written = [
        browser.post(f"{PAGES}{name}/{path}", {"email": "mallory@example.org"}).status_code
        for path in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/")
    ]

    assert ([answer.status_code for answer in looked], written) == ([200, 200], [403, 403, 403])
    assert all(ann.email in answer.content.decode() for answer in looked)


def test_no_secret_is_shown(browser: Client, event: Event, olga: User, ann: User) -> None:
    row = inviting.invite(event, ann.email, "moderator", by=olga)

    shown = [browser.get(address).content.decode() for address in (f"{PAGES}roleinvite/", page(row))]

    assert not any(secret in text for text in shown for secret in (row.token_hash, secret_of(ann.email)))


def test_lists_take_as_many_queries_for_three_rows_as_for_one(browser: Client, event: Event, olga: User) -> None:
    def fill(number: int) -> None:
        kind = furnishing.add(FaqType(event=event, name=f"Kind {number}"), by=olga)
        furnishing.add(Faq(event=event, question=f"{number}?", answer="Yes", faq_type=kind), by=olga)
        furnishing.add(Sponsor(event=event, name=f"Sponsor {number}"), by=olga)
        inviting.invite(event, f"{number}@example.org", "moderator", by=olga)

    addresses = [f"{PAGES}{name}/" for name in ("faq", "faqtype", "sponsor", "roleinvite")]
    fill(1)
    one = [queries(browser, address) for address in addresses]
    for number in (2, 3):
        fill(number)

    assert [queries(browser, address) for address in addresses] == one
