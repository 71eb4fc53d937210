"""The table of an event's sessions: found, changed in their rows, decided on together, written as a whole."""

import pytest
from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.events import creating, removing
from openevent.events.models import Event
from openevent.program import arranging, editing, reviewing, speaking, submitting
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from tests.conftest import accepted, at
from tests.web.pages import LIVE, errors, every_field, parsed, read, said, signed_in, statements
from tests.web.proposals import shown


@pytest.fixture
def here(event: Event) -> str:
    return f"/manage/{event.identifier}/sessions"


def proposed(event: Event, by: User, title: str, state: str = "pending") -> Session:
    return submitting.submit(event, by=by, state=state, title=title)


def test_nobody_but_the_team_finds_any_of_the_pages(
    here: str, event: Event, session: Session, speaker: Speaker, mallory: User, ann: User
) -> None:
    manage = f"/manage/{event.identifier}"
    paths = [
        *(here, f"{here}/new", f"{here}/{session.pk}", f"{here}/{session.pk}/row"),
        *(f"{manage}/speakers", f"{manage}/speakers/new", f"{manage}/speakers/{speaker.pk}", f"{manage}/call"),
        *(f"{manage}/review", f"{manage}/review/{session.pk}"),
    ]
    posts = [
        *(f"{here}/state", f"{here}/{session.pk}", f"{here}/{session.pk}/row", f"{here}/{session.pk}/speakers"),
        *(f"{here}/{session.pk}/delete", f"{here}/{session.pk}/restore", f"{manage}/speakers/{speaker.pk}"),
        *(f"{manage}/speakers/{speaker.pk}/delete", f"{manage}/speakers/{speaker.pk}/restore", f"{manage}/call"),
        *(f"{manage}/call/delete", f"{manage}/call/enable", f"{manage}/review/{session.pk}/rate"),
        *(f"{manage}/review/{session.pk}/state", f"{manage}/review/{session.pk}/message"),
    ]

    for stranger in (mallory, ann):
        assert {signed_in(stranger).get(path).status_code for path in paths} == {404}
        assert {signed_in(stranger).post(path, {"to": "rejected"}).status_code for path in posts} == {404}
    for path in paths:
        assert signed_in(None).get(path)["Location"].startswith("/account/sign-in?next=")
    assert {signed_in(None).post(path).status_code for path in posts} == {302}
    assert Session.objects.get(pk=session.pk).state == "accepted"


def test_the_table_is_searched_filtered_and_sorted(
    here: str, event: Event, session: Session, track: Track, olga: User, as_tom: Client
) -> None:
    proposed(event, olga, "Zebras")
    accepted(event, olga, "Apples", None)

    assert shown(as_tom, f"{here}?sort=title") == ["Apples", "Soldering for All", "Zebras"]
    assert shown(as_tom, f"{here}?sort=-title") == ["Zebras", "Soldering for All", "Apples"]
    assert shown(as_tom, here)[0] == "Soldering for All"
    assert shown(as_tom, f"{here}?state=pending") == ["Zebras"]
    assert shown(as_tom, f"{here}?track={track.pk}") == ["Soldering for All"]
    assert shown(as_tom, f"{here}?q=onymous") == ["Soldering for All"]
    assert shown(as_tom, f"{here}?q=ZEB") == ["Zebras"]


def test_where_there_is_nothing_yet_the_first_one_is_asked_for(here: str, event: Event, as_tom: Client) -> None:
    speakers = f"/manage/{event.identifier}/speakers"

    for path in (here, speakers):
        assert read(as_tom, path).xpath("//p[@class='empty']/a/@href") == [f"{path}/new"]
        searched = read(as_tom, f"{path}?q=solder")
        assert (searched.xpath("//p[@class='empty']"), "There is no such" in searched.text_content()) == ([], True)


@pytest.mark.parametrize(
    "query",
    [
        "track=x",
        "track=99999999999999999999999",
        "state=mad",
        "sort=-secret",
        "page=-5",
        "page=x",
        "room=٣",
    ],
)
def test_a_query_that_means_nothing_is_none(here: str, session: Session, as_tom: Client, query: str) -> None:
    assert shown(as_tom, f"{here}?{query}") == ["Soldering for All"]


def test_words_that_nothing_is_called_find_nothing(here: str, session: Session, as_tom: Client) -> None:
    assert shown(as_tom, f"{here}?q=%00%ED%A0%80") == []


def test_the_table_asks_as_much_of_three_sessions_as_of_one(
    here: str, event: Event, session: Session, speaker: Speaker, track: Track, olga: User, as_tom: Client
) -> None:
    one = statements(as_tom, here)
    for title in ("Second", "Third"):
        speaking.link(speaker, accepted(event, olga, title, None, track=track), by=olga)

    assert statements(as_tom, here) == one


def test_a_row_is_changed_where_it_stands(
    here: str, event: Event, session: Session, speaker: Speaker, room: Microlocation, as_tom: Client
) -> None:
    row = f"{here}/{session.pk}/row"
    form = read(as_tom, f"{row}?open", headers=LIVE)
    states = form.xpath("//select[@name='state']/option/@value")

    answer = as_tom.post(row, {"title": "Welding", "state": "confirmed", "microlocation": ""}, headers=LIVE)

    session.refresh_from_db()
    assert states == ["accepted", "pending", "confirmed", "rejected", "canceled", "withdrawn"]
    assert (session.title, session.state, session.microlocation, session.track) == ("Welding", "confirmed", None, None)
    assert "Welding" in answer.content.decode()
    assert Letter.objects.count() == 0


def test_what_a_row_cannot_be_is_said_in_it(here: str, session: Session, as_tom: Client) -> None:
    answer = as_tom.post(f"{here}/{session.pk}/row", {"title": "", "state": "draft"}, headers=LIVE)

    assert "errorlist" in answer.content.decode()
    assert Session.objects.get(pk=session.pk).title == "Soldering for All"


def test_without_a_script_a_row_leads_to_the_whole_form(here: str, session: Session, as_tom: Client) -> None:
    assert as_tom.get(f"{here}/{session.pk}/row")["Location"] == f"{here}/{session.pk}"


def test_many_are_decided_on_at_once_and_each_refusal_is_said(
    here: str, event: Event, session: Session, olga: User, as_tom: Client
) -> None:
    waiting, draft, locked = (proposed(event, olga, one) for one in ("Waiting", "Draft", "Locked"))
    Session.objects.filter(pk=draft.pk).update(state="draft")
    reviewing.lock(locked, by=olga)

    answer = as_tom.post(
        f"{here}/state",
        {
            "to": "accepted",
            "session": [waiting.pk, draft.pk, locked.pk, session.pk, "x"],
            "back": "state=pending&q=%FF",
        },
    )

    assert (answer.status_code, answer["Location"]) == (303, f"{here}?q=%EF%BF%BD&state=pending&sort=time")
    assert said(as_tom, here) == [
        "1 session is now “Accepted”: “Waiting”.",
        'Not changed: “Draft”. You cannot change a session state from "draft" to "accepted"',
        "Not changed: “Locked”. This session is locked: only organizers change it.",
    ]
    assert sorted(Session.objects.values_list("title", "state")) == [
        ("Draft", "draft"),
        ("Locked", "pending"),
        ("Soldering for All", "accepted"),
        ("Waiting", "accepted"),
    ]
    assert Letter.objects.count() == 0


def test_letters_go_out_where_they_are_asked_for_and_lead_to_pages(
    here: str, event: Event, session: Session, ann: User, olga: User, as_tom: Client
) -> None:
    as_tom.post(f"{here}/state", {"to": "canceled", "session": [session.pk], "send_email": "on"})

    assert {letter.to: letter.text.splitlines()[-1].partition("/proposals/")[2] for letter in Letter.objects.all()} == {
        ann.email: str(session.pk),
        olga.email: "",
    }
    assert Letter.objects.get(to=olga.email).text.endswith(f"/manage/{event.identifier}/sessions/{session.pk}\n")


def test_sessions_of_another_event_are_not_decided_on(here: str, session: Session, olga: User, as_tom: Client) -> None:
    another = creating.create(
        by=olga, name="Another", starts_at=at("2027-01-01 08:00"), ends_at=at("2027-01-02 08:00"), timezone="UTC"
    )
    foreign = submitting.submit(another, by=olga, state="pending", title="Foreign")

    as_tom.post(f"{here}/state", {"to": "rejected", "session": [foreign.pk, session.pk]})

    assert dict(Session.objects.values_list("title", "state")) == {
        "Foreign": "pending",
        "Soldering for All": "rejected",
    }
    assert as_tom.get(f"{here}/{foreign.pk}").status_code == 404


def test_a_session_is_written_as_a_whole(here: str, session: Session, as_tom: Client) -> None:
    page = read(as_tom, f"{here}/{session.pk}")
    sent = every_field(
        page,
        title="Soldering",
        long_abstract="First.\n\nSecond & <last.",
        level="Expert",
        slides_url="https://example.org/slides",
        starts_at="2026-10-24T11:00",
        ends_at="2026-10-24T12:30",
    )

    answer = as_tom.post(f"{here}/{session.pk}", sent)

    session.refresh_from_db()
    assert (answer.status_code, said(as_tom, here)) == (303, ["The session was saved."])
    assert (session.title, session.level, session.slides_url) == ("Soldering", "Expert", "https://example.org/slides")
    assert session.long_abstract == "<p>First.</p>\n\n<p>Second &amp; &lt;last.</p>"
    assert f"{session.starts_at:%H:%M}" == "09:00"
    assert session.short_abstract == "<p>Bring an <b>iron</b>.</p>"


def test_saving_what_is_there_changes_nothing(here: str, session: Session, as_tom: Client) -> None:
    before = Event.objects.get().revision

    as_tom.post(f"{here}/{session.pk}", every_field(read(as_tom, f"{here}/{session.pk}")))

    assert Event.objects.get().revision == before


@pytest.mark.parametrize("row", ["", "/row"])
def test_a_deleted_room_and_track_come_back_to_a_session_that_was_changed_meanwhile(
    here: str, event: Event, session: Session, track: Track, room: Microlocation, olga: User, as_tom: Client, row: str
) -> None:
    arranging.add(Track(event=event, name="Other", color="#00aa00"), by=olga)
    arranging.add(Microlocation(event=event, name="Other"), by=olga)
    arranging.remove(track, by=olga)
    arranging.remove(room, by=olga)

    path = f"{here}/{session.pk}{row}"
    page = read(as_tom, f"{path}?open", headers=LIVE if row else {})
    fields = {
        one.get("name"): one.value or "" for one in page.xpath("//input[@name!='send_email'] | //select | //textarea")
    }
    as_tom.post(path, {**fields, "title": "Welding", "is_locked": ""}, headers=LIVE if row else {})
    new = read(as_tom, f"{here}/new")

    session.refresh_from_db()
    assert (session.title, session.track, session.microlocation) == ("Welding", track, room)
    assert "Blue Hall (deleted)" in page.xpath("//select[@name='microlocation']/option[@selected]/text()")
    assert new.xpath("//select[@name='microlocation']/option/text()") == ["none", "Other"]


def test_what_was_deleted_is_not_named_anywhere(
    here: str, event: Event, session: Session, track: Track, room: Microlocation, olga: User, as_tom: Client
) -> None:
    kind = arranging.add(SessionType(event=event, name="Workshop", length="01:00"), by=olga)
    editing.change(session, by=olga, session_type=kind)
    manage = f"/manage/{event.identifier}"
    paths = [
        *(here, f"{manage}/review?state=accepted", f"{manage}/review/{session.pk}"),
        *(f"{manage}/schedule?day=2026-10-24", f"{manage}/schedule/state"),
    ]

    def named() -> set[str]:
        said = "".join(as_tom.get(path).content.decode() for path in paths)
        return {name for name in (track.name, room.name, kind.name) if name in said}

    before = named()
    arranging.remove(track, by=olga)
    arranging.remove(room, by=olga)
    arranging.remove(kind, by=olga)

    assert (len(before), named()) == (3, set())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("title", ""), ("title", "\x00"), ("title", "x" * 1001), ("slides_url", "javascript:alert(1)")],
        *[("starts_at", "yesterday"), ("starts_at", "2020-01-01T10:00"), ("ends_at", "9999-12-31T23:59")],
        *[
            ("state", "draft"),
            ("state", "x"),
            ("track", "99999999999999999999"),
            ("track", "\x00"),
            ("level", "Wizard"),
        ],
    ],
)
def test_what_is_refused_is_said_beside_the_field(
    here: str, session: Session, as_tom: Client, field: str, value: str
) -> None:
    sent = every_field(read(as_tom, f"{here}/{session.pk}"), **{field: value})

    answer = as_tom.post(f"{here}/{session.pk}", sent)

    page = parsed(answer)
    assert answer.status_code == 200
    assert page.xpath(f"//*[@id='id_{field}_error']//li")
    assert Session.objects.get(pk=session.pk).title == "Soldering for All"


def test_an_address_that_leads_nowhere_is_refused_in_a_sentence(here: str, session: Session, as_tom: Client) -> None:
    sent = every_field(read(as_tom, f"{here}/{session.pk}"), slides_url="nonsense")

    page = parsed(as_tom.post(f"{here}/{session.pk}", sent))

    assert page.xpath("//*[@id='id_slides_url_error']//li/text()") == [
        "“nonsense” is not an absolute address (http, https or ftp)."
    ]


@pytest.mark.parametrize(
    ("said", "missing"),
    [({"starts_at": "2026-10-24T11:00"}, "ends_at"), ({"ends_at": "2026-10-24T11:00"}, "starts_at")],
)
def test_a_new_session_has_a_whole_time_or_none(here: str, as_tom: Client, said: dict[str, str], missing: str) -> None:
    page = parsed(as_tom.post(f"{here}/new", every_field(read(as_tom, f"{here}/new"), title="Half", **said)))

    assert page.xpath(f"//*[@id='id_{missing}_error']//li")
    assert not Session.objects.exists()


def test_a_session_without_an_end_lasts_as_long_as_its_kind(
    here: str, event: Event, session: Session, as_tom: Client
) -> None:
    kind = SessionType.objects.create(event=event, name="Workshop", length="01:30")
    sent = {"starts_at": "2026-10-24T11:00", "ends_at": "", "session_type": str(kind.pk)}

    as_tom.post(f"{here}/{session.pk}", every_field(read(as_tom, f"{here}/{session.pk}"), **sent))

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at("2026-10-24 09:00"), at("2026-10-24 10:30"))


def test_half_a_time_that_a_program_wrote_stands_in_nobody_s_way(here: str, session: Session, as_tom: Client) -> None:
    Session.objects.filter(pk=session.pk).update(ends_at=None)

    as_tom.post(f"{here}/{session.pk}", every_field(read(as_tom, f"{here}/{session.pk}"), title="Welding"))

    assert Session.objects.get().title == "Welding"


def test_who_writes_over_another_is_told(here: str, session: Session, as_tom: Client, olga: User) -> None:
    sent = every_field(read(as_tom, f"{here}/{session.pk}"), title="Tom's")
    editing.change(session, by=olga, title="Olga's")

    answer = as_tom.post(f"{here}/{session.pk}", sent)

    assert "Somebody changed this session meanwhile." in answer.content.decode()
    assert Session.objects.get(pk=session.pk).title == "Olga's"


def test_speakers_come_and_go(
    here: str, event: Event, session: Session, speaker: Speaker, olga: User, as_tom: Client
) -> None:
    bo = speaking.add(event, by=olga, name="Bo")
    of_it = f"{here}/{session.pk}/speakers"

    def giving() -> list[str]:
        return list(session.speaking.values_list("speaker__name", flat=True))

    found = []
    for said_of_it in ({"add": bo.pk}, {"first": bo.pk}, {"remove": speaker.pk}, {"add": "x"}, {"add": 10**15}):
        as_tom.post(of_it, said_of_it)
        found.append(giving())

    assert found == [["Ann Onymous", "Bo"], ["Bo", "Ann Onymous"], ["Bo"], ["Bo"], ["Bo"]]


def test_a_new_speaker_is_entered_from_the_session_s_page_and_gives_it(
    here: str, event: Event, session: Session, as_tom: Client
) -> None:
    (link,) = read(as_tom, f"{here}/{session.pk}").xpath("//main//a[text()='New speaker']/@href")
    form = every_field(read(as_tom, link), name="Bo", email="bo@example.org")

    answer = as_tom.post(link, form)

    assert answer["Location"] == f"{here}/{session.pk}"
    assert list(session.speaking.values_list("speaker__name", flat=True)) == ["Ann Onymous", "Bo"]


def test_who_may_not_change_the_session_adds_nobody_to_it(
    here: str, event: Event, session: Session, as_tom: Client, mallory: User
) -> None:
    Session.objects.filter(pk=session.pk).update(is_locked=True)
    link = f"/manage/{event.identifier}/speakers/new?session="
    said_of_bo = {"name": "Bo", "email": "bo@example.org"}

    answers = [as_tom.post(f"{link}{number}", said_of_bo) for number in (session.pk, 10**15, "x", "1\0")]

    assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
    assert signed_in(mallory).post(f"{link}{session.pk}", said_of_bo).status_code == 404
    assert not Speaker.objects.filter(name="Bo").exists()


def test_the_team_enters_a_session(here: str, event: Event, tom: User, as_tom: Client) -> None:
    page = read(as_tom, f"{here}/new")

    as_tom.post(f"{here}/new", every_field(page, title="Opening", state="confirmed"))

    made = Session.objects.get()
    assert (made.title, made.state, made.is_proposal, made.creator) == ("Opening", "confirmed", False, tom)


def test_a_session_is_entered_with_who_gives_it(
    here: str, event: Event, session: Session, speaker: Speaker, tom: User, as_tom: Client
) -> None:
    bo, gone = (Speaker.objects.create(event=event, name=name, email=f"{name}@example.org") for name in ("Bo", "Cy"))
    speaking.remove(gone, by=tom)
    page = read(as_tom, f"{here}/new")
    offered = page.xpath("//fieldset[legend[contains(., 'Speakers')]]//label")

    answer = as_tom.post(f"{here}/new", every_field(page, title="Duet", speakers=[bo.pk, speaker.pk]))
    refused = parsed(as_tom.post(f"{here}/new", every_field(page, title="Solo", speakers=[gone.pk])))

    made = Session.objects.get(title="Duet")
    assert [label.text_content().strip() for label in offered] == ["Ann Onymous", "Bo"]
    assert list(made.speaking.values_list("speaker__name", flat=True)) == ["Ann Onymous", "Bo"]
    assert answer["Location"] == f"{here}/{made.pk}"
    assert refused.xpath("//*[@id='id_speakers_error']")
    assert not Session.objects.filter(title="Solo").exists()


@pytest.mark.parametrize("number", ["9" * 400, str(2**63), "-1", "1.5", "٣", "x"])
def test_a_speaker_who_can_be_nobody_is_refused(
    here: str, event: Event, speaker: Speaker, as_tom: Client, number: str
) -> None:
    sent = {"title": "Keynote", "state": "accepted", "speakers": [str(speaker.pk), number]}

    refused = as_tom.post(f"{here}/new", sent)

    assert refused.status_code == 200
    assert errors(refused) == [f"Select a valid choice. {number} is not one of the available choices."]
    assert not event.sessions.exists()


def test_a_deleted_session_is_brought_back(here: str, session: Session, as_tom: Client) -> None:
    as_tom.post(f"{here}/{session.pk}/delete")
    deleted = shown(as_tom, here), "Soldering for All" in read(as_tom, f"{here}?state=deleted").text_content()
    as_tom.post(f"{here}/{session.pk}/restore")

    assert deleted == ([], True)
    assert shown(as_tom, here) == ["Soldering for All"]
    assert as_tom.post(f"{here}/{session.pk}/restore").status_code == 404


def test_only_organizers_change_what_is_locked(here: str, session: Session, olga: User, as_tom: Client) -> None:
    reviewing.lock(session, by=olga)

    answer = as_tom.post(f"{here}/{session.pk}", every_field(read(as_tom, f"{here}/{session.pk}"), title="Mine"))
    as_tom.post(f"{here}/{session.pk}/delete")

    assert "This session is locked: only organizers change it." in answer.content.decode()
    assert (Session.objects.get().title, Session.objects.get().deleted_at) == ("Soldering for All", None)


def test_of_a_deleted_event_nothing_is_left(here: str, event: Event, olga: User, as_tom: Client) -> None:
    removing.delete(event, by=olga)

    assert as_tom.get(here).status_code == 404
