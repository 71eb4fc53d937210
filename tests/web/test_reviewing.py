"""The review list, the call and the speakers of an event's team."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.program import asking, editing, speaking
from openevent.program.asking import Asks, Question
from openevent.program.models import Feedback, Session, Speaker, SpeakersCall
from tests.program.windows import opened
from tests.web.pages import LIVE, errors, every_field, german, parsed, read, said, signed_in, statements
from tests.web.pictures import picture
from tests.web.proposals import proposed, shown


@pytest.fixture
def manage(event: Event) -> str:
    return f"/manage/{event.identifier}"


@pytest.fixture
def waiting(event: Event, olga: User, ann: User) -> list[Session]:
    opened(event, olga)
    found = [proposed(event, ann, title) for title in ("First", "Second", "Third")]
    Letter.objects.all().delete()
    return found


def test_proposals_are_gone_through_one_after_the_other(manage: str, waiting: list[Session], as_tom: Client) -> None:
    first, second, third = waiting

    assert shown(as_tom, f"{manage}/review") == ["First", "Second", "Third"]
    page = read(as_tom, f"{manage}/review/{second.pk}")
    assert page.xpath("//a[@rel]/@href") == [f"{manage}/review/{one.pk}?state=pending" for one in (first, third)]


def test_the_list_asks_as_much_of_three_proposals_as_of_one(
    manage: str, event: Event, waiting: list[Session], as_tom: Client
) -> None:
    three = statements(as_tom, f"{manage}/review")
    Session.objects.exclude(pk=waiting[0].pk).delete()

    assert statements(as_tom, f"{manage}/review") == three


def test_enter_in_the_form_that_decides_presses_no_button(manage: str, waiting: list[Session], as_tom: Client) -> None:
    page = read(as_tom, f"{manage}/review/{waiting[0].pk}")

    form = next(one for one in page.forms if one.action.endswith("/state?state=pending"))
    first, *decisions = form.xpath(".//button")

    assert (first.get("type"), first.get("disabled"), first.get("name")) == ("submit", "disabled", None)
    assert [one.get("value") for one in decisions][:2] == ["accepted", "confirmed"]


def test_a_rating_is_given_and_given_again(
    manage: str, waiting: list[Session], as_tom: Client, tom: User, olga: User
) -> None:
    page = f"{manage}/review/{waiting[0].pk}"
    signed_in(olga).post(f"{page}/rate", {"stars": "5", "comment": "Fine <script>x</script>"})
    as_tom.post(f"{page}/rate", {"stars": "1"})
    as_tom.post(f"{page}/rate", {"stars": "2"})

    words = read(as_tom, page).text_content()

    assert {one.user.email: int(one.rating) for one in Feedback.objects.all()} == {olga.email: 5, tom.email: 2}
    assert "You gave 2." in words
    assert "3.5 (2)" in words
    assert "Fine" in words
    assert "<script>x" not in as_tom.get(page).content.decode()


def test_who_rated_reads_themselves_among_the_ratings(
    manage: str, waiting: list[Session], as_tom: Client, olga: User
) -> None:
    page = f"{manage}/review/{waiting[0].pk}"
    as_tom.post(f"{page}/rate", {"stars": "2"})
    signed_in(olga).post(f"{page}/rate", {"stars": "5"})

    said_by = read(as_tom, page).xpath("//ul[@class='said']/li")

    assert [" ".join(one.text_content().split()) for one in said_by] == ["2 You", "5 Somebody of the team"]


def test_what_speakers_say_of_themselves_is_read_with_the_proposal(
    manage: str, event: Event, waiting: list[Session], as_tom: Client, olga: User
) -> None:
    bo = speaking.add(event, by=olga, name="Bo", short_biography="Builds <script>x</script>bridges.")
    speaking.link(bo, waiting[0], by=olga)
    page = read(as_tom, f"{manage}/review/{waiting[0].pk}")

    (about,) = page.xpath("//section[h2='About the speakers']")
    assert about.xpath("h3/text()")[-1] == "Bo"
    assert "bridges." in about.text_content()
    assert about.xpath(".//script") == []


@pytest.mark.parametrize("stars", ["", "0", "6", "NaN", "1e9", "\x00", "x"])
def test_what_is_no_rating_is_refused(manage: str, waiting: list[Session], as_tom: Client, stars: str) -> None:
    page = f"{manage}/review/{waiting[0].pk}"

    as_tom.post(f"{page}/rate", {"stars": stars})

    assert (said(as_tom, page), Feedback.objects.count()) == (["A rating is a number from 1 to 5."], 0)


def test_a_remark_that_is_too_long_leaves_the_former_one(manage: str, waiting: list[Session], as_tom: Client) -> None:
    page = f"{manage}/review/{waiting[0].pk}"
    as_tom.post(f"{page}/rate", {"stars": "3", "comment": "Good"})

    answer = as_tom.post(f"{page}/rate", {"stars": "4", "comment": "x" * 50_001})

    feedback = Feedback.objects.get()
    assert (int(feedback.rating), feedback.comment) == (3, "<p>Good</p>")
    assert "50000" in errors(answer)[0]
    assert parsed(answer).xpath("string(//textarea[@name='comment'])").strip() == "x" * 50_001


def test_a_level_is_called_as_its_reader_does(manage: str, waiting: list[Session], olga: User) -> None:
    editing.change(waiting[0], by=olga, level="Beginner")
    page = f"{manage}/review/{waiting[0].pk}"

    assert read(olga, page).xpath("//dt[.='Level']/following-sibling::dd[1]/text()") == ["Beginner"]
    assert "Für Einsteiger" in read(german(olga), page).text_content()


def test_a_decision_leads_to_the_next_proposal(
    manage: str, waiting: list[Session], as_tom: Client, ann: User, olga: User
) -> None:
    answer = as_tom.post(f"{manage}/review/{waiting[0].pk}/state", {"to": "accepted", "send_email": "on"})
    as_tom.post(f"{manage}/review/{waiting[2].pk}/state", {"to": "rejected"})
    as_tom.post(f"{manage}/review/{waiting[1].pk}/state", {"to": "draft"})

    assert answer["Location"] == f"{manage}/review/{waiting[1].pk}"
    assert [Session.objects.get(pk=one.pk).state for one in waiting] == ["accepted", "pending", "rejected"]
    assert sorted(Letter.objects.values_list("to", "subject")) == [
        (ann.email, "Accepted: First"),
        (olga.email, "Accepted: First"),
    ]


def test_the_team_writes_to_the_speakers(
    manage: str, waiting: list[Session], as_tom: Client, ann: User, tom: User
) -> None:
    page = f"{manage}/review/{waiting[0].pk}"

    as_tom.post(f"{page}/message", {"subject": "Shorter?", "message": "Could it be shorter?"})
    refused = as_tom.post(f"{page}/message", {"subject": "Shorter?", "message": ""})

    assert list(Letter.objects.values_list("to", "subject", "reply_to")) == [(ann.email, "Shorter?", tom.email)]
    assert f"Answers go to {tom.email}." in read(as_tom, page).text_content()
    assert "errorlist" in refused.content.decode()


def call_of(page: Any, **instead: str) -> dict[str, Any]:
    return every_field(page, starts_at="2026-05-01T10:00", ends_at="2026-06-01T10:00", **instead)


def test_a_call_is_made_changed_and_deleted(manage: str, event: Event, as_tom: Client) -> None:
    as_tom.post(f"{manage}/call", call_of(read(as_tom, f"{manage}/call"), announcement="Come.", privacy="public"))
    made = SpeakersCall.objects.get()
    as_tom.post(f"{manage}/call", call_of(read(as_tom, f"{manage}/call"), privacy="private"))
    private = SpeakersCall.objects.get()
    address = f"/e/{event.identifier}/call?word={private.hash}"
    is_shown = address in read(as_tom, f"{manage}/call").text_content()
    as_tom.post(f"{manage}/call", call_of(read(as_tom, f"{manage}/call"), privacy="public"))
    again = SpeakersCall.objects.get()
    as_tom.post(f"{manage}/call/delete")

    assert (made.announcement, f"{made.starts_at:%H:%M}", made.privacy) == ("<p>Come.</p>", "08:00", "public")
    assert (private.privacy, len(private.hash), is_shown, again.hash) == ("private", 32, True, "")
    assert SpeakersCall.objects.filter(deleted_at=None).count() == 0
    assert as_tom.post(f"{manage}/call/delete").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        *({"ends_at": "2026-04-01T10:00"}, {"ends_at": "2027-04-01T10:00"}, {"starts_at": ""}, {"privacy": "x"}),
        *({"privacy": "private", "hash": "short"}, {"starts_at": "\x00"}, {"soft_ends_at": "tomorrow"}),
    ],
)
def test_a_call_that_cannot_be_is_refused(manage: str, as_tom: Client, wrong: dict[str, str]) -> None:
    sent = {**call_of(read(as_tom, f"{manage}/call"), privacy="public"), **wrong}

    answer = as_tom.post(f"{manage}/call", sent)

    assert (answer.status_code, "errorlist" in answer.content.decode()) == (200, True)
    assert SpeakersCall.objects.count() == 0


def test_an_event_without_sessions_is_let_have_some(manage: str, event: Event, as_tom: Client) -> None:
    Event.objects.update(is_sessions_speakers_enabled=False)
    before = read(as_tom, f"{manage}/call").text_content()

    as_tom.post(f"{manage}/call/enable")

    assert "This event takes no sessions and speakers." in before
    assert Event.objects.get().is_sessions_speakers_enabled


def test_who_has_not_proven_an_address_lets_an_event_have_no_sessions(manage: str, tom: User, as_tom: Client) -> None:
    Event.objects.update(is_sessions_speakers_enabled=False)
    User.objects.filter(pk=tom.pk).update(is_verified=False)

    page = parsed(as_tom.post(f"{manage}/call/enable", follow=True))

    assert "Please verify your Email: only verified accounts change events." in page.text_content()
    assert not Event.objects.get().is_sessions_speakers_enabled


def test_speakers_are_found_and_changed_in_their_rows(
    manage: str, event: Event, session: Session, speaker: Speaker, olga: User, as_tom: Client
) -> None:
    speaking.add(event, by=olga, name="Bo", organisation="Brick")
    row = f"{manage}/speakers/{speaker.pk}/row"

    as_tom.post(row, {"name": "Ann O.", "email": "o@example.org", "is_featured": "on"}, headers=LIVE)
    refused = as_tom.post(row, {"name": ""}, headers=LIVE)

    speaker.refresh_from_db()
    assert (speaker.name, speaker.email, speaker.is_featured) == ("Ann O.", "o@example.org", True)
    assert "errorlist" in refused.content.decode()
    assert shown(as_tom, f"{manage}/speakers") == ["Ann O.", "Bo"]
    assert shown(as_tom, f"{manage}/speakers?q=brick") == ["Bo"]
    assert "Soldering for All" in read(as_tom, f"{manage}/speakers").text_content()


def test_the_speakers_ask_as_much_of_three_as_of_one(
    manage: str, event: Event, session: Session, olga: User, as_tom: Client
) -> None:
    one = statements(as_tom, f"{manage}/speakers")
    for name in ("Bo", "Cy"):
        speaking.link(speaking.add(event, by=olga, name=name), session, by=olga)

    assert statements(as_tom, f"{manage}/speakers") == one


def test_an_address_is_given_to_a_speaker_who_was_entered_without_one(
    manage: str, event: Event, tom: User, olga: User
) -> None:
    bo = speaking.add(event, by=olga, name="Bo", is_email_overridden=True)
    page = f"{manage}/speakers/{bo.pk}"

    def wrote(user: User) -> tuple[list[str], str, bool]:
        answer = signed_in(user).post(page, every_field(read(user, page), email="bo@example.org"))
        bo.refresh_from_db()
        return (errors(answer) if answer.status_code == 200 else []), bo.email, bo.is_email_overridden

    refusal = "This speaker was entered without an address. Only organizers enter one now."
    assert wrote(tom) == ([refusal], "", True)
    assert wrote(olga) == ([], "bo@example.org", False)
    assert signed_in(tom).post(page, every_field(read(tom, page), city="Ulm")).status_code == 303


def test_a_speaker_is_entered_written_deleted_and_brought_back(manage: str, event: Event, as_tom: Client) -> None:
    as_tom.post(f"{manage}/speakers/new", {"name": "Bo", "email": "bo@example.org", "picture": picture()})
    made = Speaker.objects.get()
    page = f"{manage}/speakers/{made.pk}"
    as_tom.post(page, every_field(read(as_tom, page), short_biography="Builds\nbridges."))
    broken = as_tom.post(page, {"name": "Bo", "picture": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\nno")})
    taken = as_tom.post(f"{manage}/speakers/new", {"name": "Other", "email": "bo@example.org"})
    as_tom.post(f"{page}/delete")
    deleted = shown(as_tom, f"{manage}/speakers")
    as_tom.post(f"{page}/restore")

    made.refresh_from_db()
    assert made.photo_url
    assert made.short_biography == "<p>Builds<br>bridges.</p>"
    assert "cannot be read to its end" in broken.content.decode()
    assert "Another speaker of this event has this e-mail address." in taken.content.decode()
    assert (deleted, made.deleted_at) == ([], None)


def test_a_call_asks_what_its_team_wants(manage: str, event: Event, olga: User, ann: User, as_tom: Client) -> None:
    opened(event, olga)
    page = f"{manage}/call/questions"
    sent = every_field(read(as_tom, page))
    sent |= {name: "no" for name in sent if name.startswith("speaker-") and name.endswith("-use")}
    sent |= {"session-level-place": "0", "session-short_abstract-use": "must", "session-subtitle-use": "no"}
    sent |= {"speaker-new-0-label": "Size of the shirt?", "speaker-new-0-use": "must", "speaker-new-0-help": "S to XL"}

    as_tom.post(page, sent)

    propose = f"/e/{event.identifier}/propose"
    form = read(signed_in(ann), propose)
    names = form.xpath("//main//form//*[@name and not(@type='hidden')]/@name")
    assert said(as_tom, page) == ["The form was saved."]
    assert names[:4] == ["title", "level", "short_abstract", "long_abstract"]
    assert names[-4:] == ["name", "own_size_of_the_shirt", "submit", "draft"]
    as_ann = signed_in(ann)
    refused = as_ann.post(propose, {"title": "T", "name": "Ann", "short_abstract": "x"})
    as_ann.post(propose, {"title": "T", "name": "Ann", "draft": "1"})
    (draft,) = Session.objects.all()
    as_ann.get("/proposals")
    as_ann.post(f"/proposals/{draft.pk}/state", {"to": "pending"})
    assert "errorlist" in refused.content.decode()
    assert said(as_ann, f"/proposals/{draft.pk}") == ["Missing required fields: Short abstract, Size of the shirt?"]
    assert (Session.objects.get().state, Speaker.objects.get().complex_field_values) == (
        "draft",
        {"size_of_the_shirt": ""},
    )


def test_a_call_may_ask_nothing_but_a_title_and_a_name(
    manage: str, event: Event, olga: User, ann: User, as_tom: Client
) -> None:
    opened(event, olga)
    page = f"{manage}/call/questions"
    sent = every_field(read(as_tom, page))

    as_tom.post(page, sent | {name: "no" for name in sent if name.endswith("-use") and "-new-" not in name})

    again = every_field(read(as_tom, page))
    assert {value for name, value in again.items() if name.endswith("-use") and "-new-" not in name} == {"no"}
    form = read(signed_in(ann), f"/e/{event.identifier}/propose")
    names = form.xpath("//main//form//*[@name and not(@type='hidden')]/@name")
    assert names == ["title", "name", "submit", "draft"]


def test_questions_in_any_script_have_names_of_their_own(manage: str, event: Event, olga: User, as_tom: Client) -> None:
    call, page = opened(event, olga), f"{manage}/call/questions"
    both = {"session-new-0-label": "Что вам нужно?", "session-new-1-label": "Language"}
    as_tom.post(page, every_field(read(as_tom, page), **both))
    as_tom.post(page, every_field(read(as_tom, page), **{"session-new-0-label": "Сколько вам лет?"}))

    call.refresh_from_db()
    own = {one.name: one.label for one in asking.asked(call) if one.is_own}
    assert own == {"question": "Что вам нужно?", "language_1": "Language", "question_1": "Сколько вам лет?"}


def test_words_that_a_call_has_for_what_is_usual_are_kept(
    manage: str, event: Event, olga: User, as_tom: Client
) -> None:
    call, page = opened(event, olga), f"{manage}/call/questions"
    city = Question(of=Asks.SPEAKER, name="city", label="Where from", help="The nearest town", is_required=True)
    asking.ask(call, [city], by=olga)

    as_tom.post(page, every_field(read(as_tom, page)))

    call.refresh_from_db()
    assert asking.asked(call) == (city,)


def test_the_form_of_a_call_is_its_teams(manage: str, event: Event, olga: User, ann: User, as_tom: Client) -> None:
    page = f"{manage}/call/questions"
    assert as_tom.get(page).status_code == 404
    opened(event, olga)

    assert signed_in(ann).get(page).status_code == 404
    assert signed_in(ann).post(page, {}).status_code == 404
    assert signed_in(None).get(page).status_code == 302
    assert as_tom.post(page, {"session-level-place": "x" * 9, "csrfmiddlewaretoken": "x"}).status_code == 200
