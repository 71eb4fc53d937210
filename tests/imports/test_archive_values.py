"""Dirty values: mended where it is clear what is meant, else left out and told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.events.models import Event
from openevent.imports.archive import Imported
from openevent.program.models import Session
from tests.imports.archives import event, imported, session, speaker, told

pytestmark = pytest.mark.django_db

NO_ADDRESS = "is no absolute address (http, https or ftp); left out."


def the_session(**members: Any) -> tuple[Session, Imported]:
    result = imported(sessions=[session(1, **members)])
    return result.event.sessions.get(), result


def the_event(**members: Any) -> tuple[Event, Imported]:
    result = imported(event=event(**members))
    return result.event, result


@pytest.mark.parametrize("nothing", ["", "  ", None, [], {}])
def test_what_is_not_set_is_no_warning(nothing: object) -> None:
    names = ("subtitle", "level", "track", "speakers", "slides-url", "starts-at", "ends-at", "created-at", "unheard-of")

    talk, result = the_session(**dict.fromkeys(names, nothing))

    assert (talk.subtitle, talk.level, talk.track, talk.starts_at, talk.slides_url) == ("", "", None, None, "")
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("00:25", "00:25"),
        ("0.40", "00:40"),
        ("3.30", "03:30"),
        (3.3, "03:30"),
        ("1:15:00", "01:15"),
        ("90", "01:30"),
        (45, "00:45"),
        ("08:00", "08:00"),
        ("", "00:00"),
    ],
)
def test_lengths_are_read_as_hours_and_minutes(written: object, meant: str) -> None:
    result = imported(session_types=[{"id": 1, "name": "Talk", "length": written}])

    assert result.event.session_types.get().length == meant
    assert result.warnings == ()


@pytest.mark.parametrize("written", ["long", "0.75", "-1", "9999:00", True])
def test_a_length_that_is_none_becomes_zero_and_is_told(written: object) -> None:
    result = imported(session_types=[{"id": 1, "name": "Talk", "length": written}])

    assert result.event.session_types.get().length == "00:00"
    assert told(result, "session_types", "length") == [
        (1, f"“{written}” is no length (hours and minutes); “00:00” is taken.")
    ]


def test_a_length_of_more_than_99_hours_becomes_zero_and_is_told() -> None:
    result = imported(session_types=[{"id": 1, "name": "Camp", "length": "9999"}])

    assert result.event.session_types.get().length == "00:00"
    assert told(result, "session_types", "length") == [(1, "“9999” is longer than 99 hours; “00:00” is taken.")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("#FF3046", "#ff3046"), ("#abc", "#aabbcc"), ("1485cc", "#1485cc"), (" Red ", "#ff0000"), ("", "#808080")],
)
def test_colours_become_six_digits(written: str, meant: str) -> None:
    result = imported(tracks=[{"id": 1, "name": "Hardware", "color": written}])

    assert result.event.tracks.get().color == meant
    assert result.warnings == ()


@pytest.mark.parametrize("written", ["#12345", "reddish", "rgb(1,2,3)", 12, False])
def test_a_broken_colour_becomes_grey_and_is_told(written: object) -> None:
    result = imported(tracks=[{"id": 1, "name": "Hardware", "color": written}])

    assert result.event.tracks.get().color == "#808080"
    assert told(result, "tracks", "color") == [(1, f"“{written}” is no colour; “#808080” is taken.")]


def test_a_title_that_is_empty_is_replaced_and_told() -> None:
    talk, result = the_session(title=" ")

    assert talk.title == "Untitled session"
    assert told(result, "sessions", "title") == [(1, "Is empty; “Untitled session” is taken.")]


def test_blank_names_are_replaced_and_told() -> None:
    files = ("tracks", "microlocations", "session_types", "speakers")

    result = imported(**{file: [{"id": 1, "name": "\x00"}] for file in files})

    event = result.event
    names = [rows.get().name for rows in (event.tracks, event.microlocations, event.session_types, event.speakers)]
    assert names == ["Unnamed track", "Unnamed room", "Unnamed type", "Unnamed speaker"]
    assert [warning.file for warning in result.warnings] == list(files)


def test_a_title_that_is_too_long_is_cut_and_told() -> None:
    talk, result = the_session(title="x" * 1001)

    assert talk.title == "x" * 1000
    assert told(result, "sessions", "title") == [(1, f"“{'x' * 60}…” has more than 1000 characters; cut.")]


def test_a_text_that_is_too_long_for_its_column_is_left_out_and_told() -> None:
    talk, result = the_session(language="x" * 256)

    assert talk.language == ""
    assert told(result, "sessions", "language") == [(1, f"“{'x' * 60}…” has more than 255 characters; left out.")]


def test_html_is_cleaned_and_kept_as_plain_text_beside() -> None:
    talk, result = the_session(
        short_abstract='<p onclick="evil()">Hi <script>evil()</script><a href="https://x.example/">there</a></p>'
    )

    assert talk.short_abstract == '<p>Hi <a href="https://x.example/" rel="nofollow noopener">there</a></p>'
    assert talk.short_abstract_text == "Hi there (https://x.example/)"
    assert result.warnings == ()


def test_pictures_in_texts_are_told() -> None:
    talk, result = the_session(long_abstract='<p>See <img src="https://x.example/a.png"></p>')

    assert talk.long_abstract == "<p>See </p>"
    assert told(result, "sessions", "long-abstract") == [
        (1, "Pictures, films and embedded pages in its text are left out.")
    ]


def test_a_long_abstract_describes_a_session_without_a_short_one() -> None:
    talk, _ = the_session(short_abstract="", long_abstract="<p>All of <i>it</i></p>")

    assert (talk.short_abstract, talk.short_abstract_text) == ("", "All of it")


def test_the_events_description_is_kept_as_plain_text_beside() -> None:
    made, _ = the_event(description="<p>Come &amp; see</p><script>evil()</script>")

    assert (made.description, made.description_text) == ("<p>Come &amp; see</p>", "Come & see")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-05-01T10:00:00", datetime(2027, 5, 1, 8, tzinfo=UTC)),
        ("2027-05-01T10:00:00Z", datetime(2027, 5, 1, 10, tzinfo=UTC)),
        ("2027-05-01 10:00:00-0500", datetime(2027, 5, 1, 15, tzinfo=UTC)),
        ("2027-05-01T10:00:00.75+02:00", datetime(2027, 5, 1, 8, tzinfo=UTC)),
    ],
)
def test_times_without_offset_are_meant_in_the_events_zone(written: str, meant: datetime) -> None:
    talk, result = the_session(starts_at=written, ends_at="2027-05-01T20:00:00Z")

    assert talk.starts_at == meant
    assert result.warnings == ()


@pytest.mark.parametrize("written", ["tomorrow", "2027-02-30T10:00:00", 1493000000, True, "٢٠٢٧-٠٥-٠١"])
def test_a_time_that_is_none_is_left_out_and_told(written: object) -> None:
    talk, result = the_session(starts_at=written)

    assert talk.starts_at is None
    assert told(result, "sessions", "starts-at") == [(1, f"“{written}” is no date and time (ISO 8601); left out.")]


@pytest.mark.parametrize("written", ["9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+02:00"])
def test_a_time_that_python_cannot_count_is_left_out_and_told(written: str) -> None:
    talk, result = the_session(starts_at=written)

    assert talk.starts_at is None
    assert len(told(result, "sessions", "starts-at")) == 1


def test_a_year_that_is_absurd_is_left_out_and_told() -> None:
    talk, result = the_session(starts_at="2918-05-01T10:00:00Z")

    assert talk.starts_at is None
    assert told(result, "sessions", "starts-at") == [
        (1, "“2918-05-01T10:00:00Z” lies outside the years 1970 to 2199; left out.")
    ]


def test_a_session_that_ends_before_it_starts_keeps_its_times_and_is_told() -> None:
    talk, result = the_session(ends_at="2027-05-01T10:00:00+02:00")

    assert talk.starts_at == talk.ends_at == datetime(2027, 5, 1, 8, tzinfo=UTC)
    reason = "ends when it starts, or before; its times are kept, but no calendar can show it."
    assert told(result, "sessions", "ends-at") == [(1, f"“2027-05-01T10:00:00+02:00” {reason}")]


@pytest.mark.parametrize(("missing", "told_at"), [("ends_at", "starts-at"), ("starts_at", "ends-at")])
def test_a_session_with_half_a_time_keeps_it_and_is_told(missing: str, told_at: str) -> None:
    talk, result = the_session(**{missing: None})

    assert getattr(talk, missing) is None
    assert len(told(result, "sessions", told_at)) == 1


@pytest.mark.parametrize(
    "state", ["pending", "accepted", "confirmed", "rejected", "draft", "canceled", "withdrawn", "Accepted"]
)
def test_sessions_keep_their_state(state: str) -> None:
    talk, result = the_session(state=state)

    assert talk.state == state.lower()
    assert result.warnings == ()


def test_an_unknown_state_becomes_a_draft_and_is_told() -> None:
    talk, result = the_session(state="maybe")

    assert talk.state == "draft"
    [(row, reason)] = told(result, "sessions", "state")
    assert (row, reason.startswith("“maybe” is none of draft, pending, "), "“draft” is taken" in reason) == (
        1,
        True,
        True,
    )


@pytest.mark.parametrize(("written", "meant"), [("Beginner", "Beginner"), ("EXPERT", "Expert"), ("3", "")])
def test_levels_are_known_words(written: str, meant: str) -> None:
    talk, result = the_session(level=written)

    assert talk.level == meant
    assert bool(result.warnings) == (meant == "")


@pytest.mark.parametrize("written", ["/images/a.png", "www.example.org", "javascript:alert(1)", "http://", 5, "a b"])
def test_an_address_that_is_not_absolute_is_left_out_and_told(written: object) -> None:
    talk, result = the_session(slides_url=written)

    assert talk.slides_url == ""
    assert told(result, "sessions", "slides-url") == [(1, f"“{written}” {NO_ADDRESS}")]


def test_an_address_that_is_too_long_for_its_column_is_left_out_and_told() -> None:
    talk, result = the_session(slides_url=f"https://x.example/{'x' * 2000}")

    assert talk.slides_url == ""
    [(row, reason)] = told(result, "sessions", "slides-url")
    assert (row, reason.endswith("has more than 2000 characters; left out.")) == (1, True)


def test_the_same_fate_of_many_rows_is_one_warning() -> None:
    result = imported(speakers=[speaker(number, photo_url=f"/images/{number}.jpg") for number in range(1, 5)])

    assert result.event.speakers.count() == 4
    assert [warning.as_json() for warning in result.warnings] == [
        {
            "file": "speakers",
            "row": None,
            "field": "photo-url",
            "reason": f"4 rows, for example: “/images/1.jpg” {NO_ADDRESS}",
            "rows": [1, 2, 3, 4],
        }
    ]


SAME_FORM = "This form is the same for every event here: what attendees are asked can be chosen, nothing else."


def test_what_has_no_place_here_is_told_once_with_its_number() -> None:
    result = imported(
        event=event(licence_details={"name": "Attribution"}, version={"event_ver": 1}, is_featured=True),
        forms=[{"id": 1, "session_form": "{}"}],
        meta={"root_url": "https://old.example"},
    )

    assert [(warning.file, warning.field, warning.reason) for warning in result.warnings] == [
        ("event", "licence-details", "Of a licence this server keeps what the copyright says."),
        ("event", "version", "This server counts its own revisions."),
        ("event", "is-featured", "The staff of this site decide it."),
        ("forms", "session_form", SAME_FORM),
    ]
    assert result.event.is_featured is False


def test_an_archive_made_to_annoy_has_a_list_of_warnings_that_can_be_read() -> None:
    result = imported(sessions=[session(1, **{f"unheard{number}": 1 for number in range(5000)})])

    assert len(result.warnings) == 201
    assert result.warnings[-1].reason == "4800 further things are left out."


def test_numbers_may_be_written_as_text_and_texts_as_numbers() -> None:
    talk, result = the_session(title=2027, subtitle=4.5)
    room = {"id": "5", "name": 101, "floor": "2", "latitude": "52.5", "longitude": 97}

    other = imported(event=event(identifier="0a1b2c3e"), microlocations=[room]).event.microlocations.get()

    assert (talk.title, talk.subtitle, result.warnings) == ("2027", "4.5", ())
    assert (other.name, other.floor, other.latitude, other.longitude) == ("101", 2, 52.5, 97.0)


@pytest.mark.parametrize(
    ("member", "written"),
    [
        ("latitude", 91),
        ("longitude", "-180.5"),
        ("latitude", "north"),
        ("floor", 1.5),
        ("floor", "1e999"),
        ("floor", 2**40),
    ],
)
def test_a_number_that_is_none_is_left_out_and_told(member: str, written: object) -> None:
    result = imported(microlocations=[{"id": 5, "name": "Hall", member: written}])

    assert getattr(result.event.microlocations.get(), member) is None
    assert len(told(result, "microlocations", member)) == 1


@pytest.mark.parametrize(("written", "meant"), [(True, True), ("true", True), ("0", False), (1, True), ("No", False)])
def test_truth_may_be_written_in_words(written: object, meant: bool) -> None:
    talk, result = the_session(is_locked=written)

    assert talk.is_locked is meant
    assert result.warnings == ()


def test_a_truth_that_is_none_is_left_out_and_told() -> None:
    talk, result = the_session(is_locked="perhaps")

    assert talk.is_locked is False
    assert told(result, "sessions", "is-locked") == [(1, "“perhaps” is neither true nor false; left out.")]


def test_characters_that_no_database_takes_are_dropped_everywhere() -> None:
    bad = "a\x00b\ud800c"

    result = imported(
        event=event(name=bad, description=bad) | {bad: bad},
        sessions=[session(1, title=bad, level=bad, short_abstract=bad, complex_field_values={bad: bad})],
        speakers=[speaker(1, email=f"{bad}@x.example")],
    )

    talk = result.event.sessions.get()
    assert (result.event.name, talk.title, talk.short_abstract) == ("abc", "abc", "abc")
    assert talk.complex_field_values == {"abc": "abc"}
    assert result.event.speakers.get().email == "abc@x.example"
    assert [warning.field for warning in result.warnings] == ["abc", "level"]
    assert all(warning.reason.isprintable() for warning in result.warnings)


def test_the_address_of_a_speaker_is_kept_in_lower_case() -> None:
    result = imported(speakers=[speaker(1, email=" Ann@Speakers.Example ")])

    assert result.event.speakers.get().email == "ann@speakers.example"


def test_an_address_that_two_speakers_have_is_left_out_of_the_second() -> None:
    result = imported(speakers=[speaker(1, email="ann@x.example"), speaker(2, email="ANN@x.example")])

    assert [person.email for person in result.event.speakers.all()] == ["ann@x.example", ""]
    assert told(result, "speakers", "email") == [(2, "“ann@x.example” belongs to another speaker, too; left out.")]


@pytest.mark.parametrize("written", ["ann", "ann@", f"{'a' * 250}@x.example", 5])
def test_an_e_mail_address_that_is_none_is_left_out_and_told(written: object) -> None:
    result = imported(speakers=[speaker(1, email=written)])

    assert result.event.speakers.get().email == ""
    assert len(told(result, "speakers", "email")) == 1


def test_links_are_kept_and_wrong_ones_told() -> None:
    good = {"name": "Slides", "link": "https://x.example/1.pdf"}

    talk, result = the_session(slides=[good, {"name": "Old", "link": "/1.pdf"}, "text", {"link": 5}])

    assert talk.slides == [good]
    assert len(told(result, "sessions", "slides")) == 3


def test_free_fields_are_flat() -> None:
    talk, result = the_session(complex_field_values={"shirt": "M", "age": 3, "ratio": 0.5, "vegan": True, "none": None})
    other = imported(
        event=event(identifier="0a1b2c3e"), speakers=[speaker(1, complex_field_values={"deep": {"er": 1}})]
    )

    assert talk.complex_field_values == {"shirt": "M", "age": 3, "ratio": 0.5, "vegan": True, "none": None}
    assert result.warnings == ()
    assert other.event.speakers.get().complex_field_values is None
    assert len(told(other, "speakers", "complex-field-values")) == 1


def test_free_fields_have_short_names() -> None:
    talk, result = the_session(complex_field_values={"x" * 256: 1})

    assert talk.complex_field_values is None
    assert len(told(result, "sessions", "complex-field-values")) == 1


@pytest.mark.parametrize("huge", [10**400, -(10**400), 2**53, 1e308])
def test_free_fields_hold_no_number_that_other_programs_cannot_read(huge: float) -> None:
    talk, result = the_session(complex_field_values={"number": huge})

    assert talk.complex_field_values is None
    assert len(told(result, "sessions", "complex-field-values")) == 1


@pytest.mark.parametrize(("written", "meant"), [("public", "public"), ("Private", "private"), ("secret", "private")])
def test_an_unknown_privacy_is_taken_for_private(written: str, meant: str) -> None:
    made, result = the_event(privacy=written)

    assert made.privacy == meant
    assert bool(result.warnings) == (written == "secret")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("US / Eastern", "America/New_York"), ("Singapore", "Asia/Singapore"), ("europe/berlin", "Europe/Berlin")],
)
def test_zones_are_recognised_by_other_names(written: str, meant: str) -> None:
    made, _ = the_event(timezone=written)

    assert made.timezone == meant


def test_sessions_keep_when_they_were_made_and_revised() -> None:
    talk, _ = the_session(created_at="2026-01-01T00:00:00Z", last_modified_at="2026-02-03T04:05:06.789Z")

    assert talk.created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert talk.revised_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert talk.sequence == 0


def test_a_session_that_was_only_submitted_was_made_then() -> None:
    talk, _ = the_session(submitted_at="2026-01-01T00:00:00Z")

    assert talk.created_at == talk.revised_at == talk.submitted_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_session_without_a_past_is_made_now() -> None:
    before = timezone.now().replace(microsecond=0)

    talk, _ = the_session()

    assert before <= talk.created_at == talk.revised_at <= timezone.now()
    assert talk.revised_at.microsecond == 0


def test_a_revision_in_the_future_is_left_out_and_told() -> None:
    later = (timezone.now() + timedelta(days=1)).isoformat()

    talk, result = the_session(last_modified_at=later)

    assert talk.revised_at <= timezone.now()
    assert len(told(result, "sessions", "last-modified-at")) == 1


def test_a_deleted_session_stays_deleted() -> None:
    talk, result = the_session(deleted_at="2026-01-01T00:00:00Z")

    assert talk.deleted_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert result.warnings == ()


def test_a_session_without_id_has_a_uid_of_its_own() -> None:
    result = imported(sessions=[session(1), {"title": "Second"}, session(3)])

    assert [talk.uid for talk in result.event.sessions.order_by("id")] == ["1-0a1b2c3d", "row-2-0a1b2c3d", "3-0a1b2c3d"]
    assert told(result, "sessions") == [(2, "Has no id; nothing can refer to it.")]


def test_texts_that_would_take_too_long_to_clean_are_left_out_and_told() -> None:
    talk, result = the_session(long_abstract="&" * 100_001)

    assert talk.long_abstract == ""
    assert told(result, "sessions", "long-abstract") == [
        (1, f"“{'&' * 60}…” has more than 100000 characters; left out.")
    ]


def test_a_speaker_whose_id_and_name_are_two_peoples_is_found_by_the_name() -> None:
    rows = [speaker(1, name="Rachel Red"), speaker(2, name="Kelsey Blue")]

    result = imported(speakers=rows, sessions=[session(9, speakers=[{"id": 1, "name": "kelsey  blue"}])])

    assert [found.name for found in result.event.sessions.get().speakers.all()] == ["Kelsey Blue"]
    assert told(result, "sessions", "speakers") == [
        (9, "Names one row by its id and another by its name “kelsey blue”; the name counts.")
    ]


def test_a_speaker_who_was_renamed_in_one_place_is_found_by_the_id() -> None:
    rows = [speaker(1, name="Rachel Red"), speaker(2, name="Kelsey Blue")]

    result = imported(speakers=rows, sessions=[session(9, speakers=[{"id": 1, "name": "Rachel Green"}])])

    assert [found.name for found in result.event.sessions.get().speakers.all()] == ["Rachel Red"]


def test_a_line_with_blanks_on_and_on_is_read_in_time() -> None:
    talk, result = the_session(subtitle=f"a{' ' * 500_000}b", language=f"en{' ' * 500_000}\n")

    assert (talk.subtitle, talk.language) == ("", "en")
    assert told(result, "sessions", "subtitle") == [(1, "“a” has more than 1000 characters; left out.")]
