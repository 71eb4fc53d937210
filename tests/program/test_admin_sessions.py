"""The admin pages of sessions: staff acts through them as everybody does elsewhere."""

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import acting as pages_of_events
from openevent.events.models import Event
from openevent.program import arranging, removing, speaking, submitting
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from tests.conftest import at
from tests.events.pages import filled, queries, send, when
from tests.program.admin_pages import PROGRAM, changed, log, page, revision, values

SESSIONS = f"{PROGRAM}session/"


def test_a_new_session_is_submitted_by_the_act(browser: Client, staff: User, event: Event) -> None:
    before = event.revision

    refusals = send(
        browser,
        f"{SESSIONS}add/",
        event=event.pk,
        state="pending",
        title=" New   Talk ",
        short_abstract="<p>Hi<script>x</script></p>",
        uid="forged",
    )

    made = Session.objects.get()
    assert refusals == []
    assert (made.title, made.short_abstract, made.short_abstract_text) == ("New Talk", "<p>Hi</p>", "Hi")
    assert (made.uid, made.state, made.creator) == (f"{made.pk}-{event.identifier}", "pending", staff)
    assert log(event, before) == [("created", "session", made.pk, "staff@example.org")]


def test_a_new_session_is_not_decided_on_yet(browser: Client, event: Event) -> None:
    refusals = send(browser, f"{SESSIONS}add/", event=event.pk, state="accepted", title="Mine")

    assert refusals == ["A new session is a draft or pending."]
    assert list(Session.objects.all()) == []


def test_words_change_without_the_sequence(browser: Client, event: Event, session: Session) -> None:
    before, log_before = values(session), revision(event)

    refusals = send(browser, page(session), title="Soldering", short_abstract="<b onload=x>Iron</b>")

    differs = changed(before, session)
    differs.pop("revised_at", None)
    assert refusals == []
    assert differs == {"title": "Soldering", "short_abstract": "<b>Iron</b>", "short_abstract_text": "Iron"}
    assert log(event, log_before) == [("changed", "session", session.pk, "staff@example.org")]


def test_saving_an_unchanged_form_changes_nothing(browser: Client, event: Event, session: Session) -> None:
    before = values(session), revision(event)

    refusals = send(browser, page(session))

    assert refusals == []
    assert (values(session), revision(event)) == before


def test_a_session_is_moved_by_the_act(browser: Client, event: Event, session: Session, olga: User) -> None:
    green = arranging.add(Microlocation(event=event, name="Green"), by=olga)
    before, sequence = revision(event), session.sequence
    slot = when("starts_at", "2026-10-25 10:00:00") | when("ends_at", "2026-10-25 11:00:00")

    refusals = send(browser, page(session), microlocation=green.pk, **slot)

    session.refresh_from_db()
    assert refusals == []
    assert (session.starts_at, session.microlocation) == (at("2026-10-25 09:00"), green)  # 10:00 in Berlin
    assert session.sequence == sequence + 1
    assert log(event, before) == [("moved", "session", session.pk, "staff@example.org")]


def test_a_session_loses_its_slot(browser: Client, event: Event, session: Session) -> None:
    before = revision(event)

    refusals = send(browser, page(session), microlocation="", **when("starts_at", ""), **when("ends_at", ""))

    session.refresh_from_db()
    assert refusals == []
    assert (session.starts_at, session.ends_at, session.microlocation) == (None, None, None)
    assert [what for what, *_ in log(event, before)] == ["moved"]


def test_a_session_without_time_keeps_its_room(browser: Client, session: Session, room: Microlocation) -> None:
    refusals = send(browser, page(session), **when("starts_at", ""), **when("ends_at", ""))

    session.refresh_from_db()
    assert refusals == []
    assert (session.starts_at, session.ends_at, session.microlocation) == (None, None, room)


def test_a_session_is_decided_on_and_locked(browser: Client, event: Event, session: Session) -> None:
    before, sequence = revision(event), session.sequence

    refusals = send(browser, page(session), state="canceled", is_locked="on", title="Soldering")
    unlocked = send(browser, page(session), is_locked=None)

    session.refresh_from_db()
    assert (refusals, unlocked) == ([], [])
    assert (session.state, session.is_locked, session.title) == ("canceled", False, "Soldering")
    assert session.sequence == sequence + 1
    kinds = [what for what, *_ in log(event, before)]
    assert kinds == ["changed", "state", "locked", "unlocked"]


REFUSED = [
    (
        {"state": "draft"},
        'You cannot change a session state from "accepted" to "draft"',
    ),
    (when("ends_at", "2026-10-24 07:30:00"), "A session ends after it begins."),
    (when("ends_at", "2026-10-27 09:00:00"), "The session would end after the event."),
    (when("starts_at", "2026-10-23 09:00:00"), "The session would begin before the event."),
    ({"title": " "}, "This field is required."),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_a_refused_change_saves_nothing_of_the_page(
    browser: Client, event: Event, session: Session, fields: dict[str, str], sentence: str
) -> None:
    before = values(session), revision(event)

    refusals = send(browser, page(session), **{"subtitle": "Half saved", "speaking-0-DELETE": "on", **fields})

    assert refusals == [sentence]
    assert (values(session), revision(event), session.speaking.count()) == (*before, 1)


def test_a_refusal_between_rehearsal_and_act_saves_nothing(
    browser: Client, event: Event, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_of_events, "rehearse", lambda _act: None)  # as if the world had changed after it
    before = values(session), revision(event)

    sent = filled(browser, page(session)) | {"title": "Half saved", "state": "draft"}
    answer = browser.post(page(session), sent, follow=True)

    assert (answer.status_code, answer.redirect_chain) == (200, [(page(session), 302)])
    assert "You cannot change a session state from" in answer.content.decode()
    assert (values(session), revision(event)) == before


def test_the_choices_are_those_of_the_event(
    browser: Client, event: Event, other_event: Event, session: Session, olga: User
) -> None:
    arranging.add(Track(event=other_event, name="Foreign Track", color="#00ff00"), by=olga)
    arranging.add(Microlocation(event=other_event, name="Foreign Room"), by=olga)
    arranging.add(SessionType(event=other_event, name="Foreign Type", length="00:30"), by=olga)
    speaking.add(other_event, by=olga, name="Foreign Speaker")
    arranging.remove(arranging.add(Microlocation(event=event, name="Burnt Room"), by=olga), by=olga)
    speaking.remove(speaking.add(event, by=olga, name="Gone Speaker"), by=olga)

    shown = browser.get(page(session)).content.decode()

    assert [word for word in ("Foreign", "Burnt", "Gone") if word in shown] == []
    assert [word for word in ("Open Hardware", "Blue Hall", "Ann Onymous") if word not in shown] == []


def test_a_part_of_another_event_is_refused(
    browser: Client, event: Event, other_event: Event, session: Session, olga: User
) -> None:
    foreign = arranging.add(Track(event=other_event, name="Foreign Track", color="#00ff00"), by=olga)
    before = values(session), revision(event)

    refusals = send(browser, page(session), track=foreign.pk)

    assert refusals == ["Select a valid choice. That choice is not one of the available choices."]
    assert (values(session), revision(event)) == before


def test_a_session_in_a_removed_room_keeps_it_until_somebody_decides(
    browser: Client, event: Event, room: Microlocation, session: Session, olga: User
) -> None:
    arranging.remove(room, by=olga)
    before = values(session), revision(event)

    saved = send(browser, page(session))
    unmoved = values(session), revision(event)
    moved = send(browser, page(session), **when("ends_at", "2026-10-24 11:30:00"))
    in_it = values(session)["microlocation_id"]
    taken_out = send(browser, page(session), microlocation="")

    assert (saved, unmoved) == ([], before)
    assert (moved, in_it) == ([], room.pk)
    assert (taken_out, values(session)["microlocation_id"]) == ([], None)


def test_speakers_are_added_and_taken_by_the_acts(
    browser: Client, event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    second = speaking.add(event, by=olga, name="Bo")
    before, revised_at = revision(event), session.revised_at
    Session.objects.update(revised_at=at("2026-01-01 00:00"))

    line = {"speaking-TOTAL_FORMS": 2, "speaking-1-speaker": second.pk, "speaking-1-id": ""}
    added = send(browser, page(session), **line)
    taken = send(browser, page(session), **{"speaking-0-DELETE": "on"})

    session.refresh_from_db()
    assert (added, taken) == ([], [])
    assert list(session.speaking.values_list("speaker", "position")) == [(second.pk, 1)]
    assert session.revised_at >= revised_at
    kinds = [(what, number) for what, _, number, _ in log(event, before)]
    assert kinds == [("linked", session.pk), ("unlinked", session.pk)]


def test_a_session_is_hidden_and_brought_back(browser: Client, event: Event, session: Session) -> None:
    before, uid = revision(event), session.uid

    browser.post(f"{SESSIONS}{session.pk}/delete/", {"post": "yes"})
    hidden = values(session)["deleted_at"]
    chosen = {"_selected_action": [session.pk], "post": "yes"}
    browser.post(SESSIONS, {"action": "restore", **chosen})
    browser.post(SESSIONS, {"action": "delete_selected", **chosen})
    browser.post(SESSIONS, {"action": "restore", **chosen})

    session.refresh_from_db()
    assert (hidden is not None, session.deleted_at, session.uid) == (True, None, uid)
    assert [what for what, *_ in log(event, before)] == ["deleted", "restored"] * 2


def test_a_deleted_session_is_looked_at_only(browser: Client, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)

    looked, sent = browser.get(page(session)), browser.post(page(session), {"title": "Mine"})

    assert (looked.status_code, sent.status_code) == (200, 403)


def test_the_uid_cannot_be_sent(browser: Client, session: Session) -> None:
    before = values(session)

    send(browser, page(session), uid="forged", sequence="0", revised_at_0="2000-01-01", creator="", is_mail_sent="on")

    assert values(session) == before


def test_a_page_takes_as_many_queries_for_three_speakers_as_for_one(
    browser: Client, event: Event, session: Session, olga: User
) -> None:
    one = queries(browser, page(session))
    for name in ("Bo", "Cy"):
        speaking.link(speaking.add(event, by=olga, name=name), session, by=olga)

    assert queries(browser, page(session)) == one


@pytest.mark.parametrize("search", ["soldering", "Ann Ony", "autumn conf"])
def test_sessions_are_found_by_their_words(browser: Client, session: Session, search: str) -> None:
    found = browser.get(SESSIONS, {"q": search}).content.decode()
    other = browser.get(SESSIONS, {"q": "something else"}).content.decode()

    assert ("Soldering for All" in found, "Soldering for All" in other) == (True, False)


def test_a_submission_of_another_event_is_not_touched(
    browser: Client, event: Event, other_event: Event, session: Session, olga: User
) -> None:
    theirs = submitting.submit(other_event, by=olga, title="Theirs")
    before = values(theirs), revision(other_event)

    send(browser, page(session), title="Ours")

    assert (values(theirs), revision(other_event)) == before


def test_pages_show_times_as_the_events_clocks_do(browser: Client, session: Session) -> None:
    form, listed = filled(browser, page(session)), browser.get(SESSIONS).text

    assert (form["starts_at_0"], form["starts_at_1"]) == ("2026-10-24", "10:00:00")
    assert "In Europe/Berlin." in browser.get(page(session)).text
    assert "2026-10-24 10:00" in listed
    assert "2026-10-24 11:00" in listed


def test_a_session_in_the_doubled_hour_is_shown_in_utc_and_kept(browser: Client, session: Session) -> None:
    """02:30 comes twice that night; whichever it is, saving the page must not move the session."""
    for starts_at in ("2026-10-25 00:30", "2026-10-25 01:30"):
        Session.objects.filter(pk=session.pk).update(starts_at=at(starts_at), ends_at=at("2026-10-25 04:00"))

        refusals = send(browser, page(session), subtitle=f"Whatever {starts_at}")

        session.refresh_from_db()
        assert refusals == []
        assert session.starts_at == at(starts_at)
        assert "In UTC." in browser.get(page(session)).text
