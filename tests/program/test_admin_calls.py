"""The admin pages of calls for speakers, feedback and favourites."""

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import calling, favouring, rating
from openevent.program.models import Session, SpeakersCall
from tests.events.pages import filled, is_sent_away, queries, send, when
from tests.program.admin_pages import PROGRAM, log, page, revision
from tests.program.windows import SUMMER

KINDS = ["speakerscall", "feedback", "favouritesession"]
WINDOW = when("starts_at", "2026-08-01 10:00:00") | when("ends_at", "2026-09-01 10:00:00")


@pytest.mark.parametrize("kind", KINDS)
def test_only_staff_comes_in(olga: User, mallory: User, kind: str) -> None:
    address = f"{PROGRAM}{kind}/"

    assert [is_sent_away(user, address) for user in (None, mallory, olga)] == [True, True, True]


def test_a_call_is_opened_changed_deleted_and_restored_by_the_acts(browser: Client, event: Event) -> None:
    before = event.revision

    refusals = send(browser, f"{PROGRAM}speakerscall/add/", event=event.pk, announcement="<b onclick=x>Come", **WINDOW)
    call = SpeakersCall.objects.get()
    refusals += send(browser, page(call), privacy="private")
    browser.post(f"{PROGRAM}speakerscall/{call.pk}/delete/", {"post": "yes"})
    browser.post(f"{PROGRAM}speakerscall/", {"action": "restore", "_selected_action": [call.pk]})

    call.refresh_from_db()
    assert (refusals, call.announcement, len(call.hash), call.deleted_at) == ([], "<b>Come</b>", 32, None)
    assert [kind for kind, *_ in log(event, before)] == ["created", "changed", "deleted", "restored"]


def test_times_are_those_of_the_events_clocks(browser: Client, event: Event, olga: User) -> None:
    call = calling.add(event, by=olga, **SUMMER)

    form = filled(browser, page(call))

    assert (form["starts_at_0"], form["starts_at_1"]) == ("2026-08-01", "02:00:00")


def test_a_second_call_is_refused(browser: Client, event: Event, olga: User) -> None:
    calling.add(event, by=olga, **SUMMER)
    before = revision(event)

    refusals = send(browser, f"{PROGRAM}speakerscall/add/", event=event.pk, **WINDOW)

    assert len(refusals) == 1
    assert (SpeakersCall.objects.count(), revision(event)) == (1, before)


def test_what_people_think_is_looked_at_only(browser: Client, session: Session, olga: User) -> None:
    rows = (rating.rate_session(session, by=olga, rating=4.5), favouring.add(session, olga))

    for row in rows:
        kind = row._meta.model_name
        assert browser.get(page(row)).status_code == 200
        assert browser.post(page(row), {}).status_code == 403
        assert browser.get(f"{PROGRAM}{kind}/add/").status_code == 403
        assert browser.post(f"{PROGRAM}{kind}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("kind", ["feedback", "favouritesession"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    browser: Client, session: Session, olga: User, tom: User, ann: User, kind: str
) -> None:
    def react(user: User) -> None:
        rating.rate_session(session, by=user, rating=3)
        favouring.add(session, user)

    react(olga)
    one = queries(browser, f"{PROGRAM}{kind}/")
    react(tom)
    react(ann)

    assert queries(browser, f"{PROGRAM}{kind}/?q=solder") == one
