"""Which sessions a calendar shows: the grammar of every feed and export."""

from datetime import date

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Malformed, Unknown
from openevent.program import arranging, editing, reviewing, speaking
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.selecting import EVERYTHING, Selection
from openevent.program.states import Side
from tests.conftest import accepted, at


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    """A session on another day with nothing that the first one has."""
    slot = Slot(starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"))
    return accepted(event, olga, "Other", slot, language="German")


def chosen(event: Event, **asked: str) -> list[str]:
    """The titles of the sessions that are asked for."""
    selection = Selection.parse({name: [value] for name, value in asked.items()})
    return [session.title for session in selection.of(event, Session.objects.filter(event=event))]


def test_nothing_said_is_everything(event: Event, session: Session, other: Session) -> None:
    assert chosen(event) == ["Soldering for All", "Other"]


def test_each_member_narrows(
    event: Event, session: Session, other: Session, track: Track, room: Microlocation, speaker: Speaker, olga: User
) -> None:
    kind = arranging.add(SessionType(event=event, name="Workshop", length="01:00"), by=olga)
    editing.change(session, by=olga, session_type=kind, language="English")

    first = ["Soldering for All"]
    assert chosen(event, track=str(track.pk)) == first
    assert chosen(event, room=str(room.pk)) == first
    assert chosen(event, speaker=str(speaker.pk)) == first
    assert chosen(event, type=str(kind.pk)) == first
    assert chosen(event, session=str(session.pk)) == first
    assert chosen(event, language="English") == first
    assert chosen(event, language="English,German") == [*first, "Other"]
    assert chosen(event, day="2026-10-24") == first
    assert chosen(event, day="2026-10-25") == ["Other"]
    assert chosen(event, day="2026-10-25", track=str(track.pk)) == []
    assert chosen(event, state="accepted") == [*first, "Other"]
    assert chosen(event, state="pending") == []


def test_a_day_is_the_events_and_has_25_hours_when_the_clocks_go_back(event: Event, olga: User) -> None:
    for start, end in (("2026-10-24 22:00", "2026-10-24 22:30"), ("2026-10-25 22:30", "2026-10-25 23:30")):
        accepted(event, olga, start, Slot(starts_at=at(start), ends_at=at(end)))

    assert chosen(event, day="2026-10-25") == ["2026-10-24 22:00", "2026-10-25 22:30"]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        *(("de", True), ("en", True), ("EN", True), ("fr", True), ("it", True), ("fr,xx", True)),
        *(("d", False), ("n", False), ("de, en", True), ("e.", False), ("(", False), ("de|xx", False), ("xx", False)),
    ],
)
def test_a_session_in_several_languages_is_in_each(event: Event, olga: User, asked: str, is_found: bool) -> None:
    slot = Slot(starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"))
    accepted(event, olga, "Babel", slot, language="de, en;fr / it")

    assert chosen(event, language=asked) == ["Babel"] * is_found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        *(("soldering", 1), ("ALL  solder", 1), ("iron", 1), ("onymous solder", 1), ("solder bread", 0), ("%", 0)),
        *(("nothing, iron", 1), ("other,iron", 2), ("_", 0), ("", 2), ("'", 0)),
    ],
)
def test_words_are_looked_for_in_what_is_shown(
    event: Event, session: Session, other: Session, words: str, found: int
) -> None:
    assert len(chosen(event, text=words)) == found


def test_of_what_has_left_the_programme_only_the_public_title_is_looked_at(
    event: Event, session: Session, olga: User
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    Session.objects.filter(pk=session.pk).update(title="A secret reason")

    assert [len(chosen(event, text=words)) for words in ("soldering", "secret", "iron", "onymous")] == [1, 0, 0, 0]


@pytest.mark.parametrize("words", ["a,b,c,d", "a b c d e f g h i j k", "\x00", "\ud800"])
def test_more_words_than_anybody_looks_for_are_refused(words: str) -> None:
    with pytest.raises(Malformed):
        Selection.parse({"text": [words]})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("tracks", "track"), ("Track", "track"), ("track_id", "track"), ("track-ids", "track"), ("trackId", "track")),
        *(("room[]", "room"), ("speaker_ids[]", "speaker"), ("days", "day"), ("LANGUAGES", "language")),
    ],
)
def test_a_name_that_is_nearly_one_is_refused(written: str, meant: str) -> None:
    with pytest.raises(Malformed) as refusal:
        Selection.parse({written: ["1"]})

    assert (str(refusal.value), refusal.value.parameter) == (
        f"“{written}” means nothing here: write “{meant}”.",
        written,
    )


def test_a_speaker_of_two_sessions_is_in_each_once(
    event: Event, session: Session, other: Session, speaker: Speaker, olga: User
) -> None:
    second = speaking.add(event, by=olga, name="Bo")
    for one in (speaker, second):
        speaking.link(one, other, by=olga)

    assert chosen(event, speaker=f"{speaker.pk},{second.pk}") == ["Soldering for All", "Other"]


def test_a_part_of_another_event_is_unknown_and_a_removed_one_is_not(
    event: Event, session: Session, track: Track, olga: User
) -> None:
    with pytest.raises(Unknown, match="This event has no such track"):
        chosen(event, track=f"{track.pk},{track.pk + 1}")

    arranging.remove(track, by=olga)

    assert chosen(event, track=str(track.pk)) == ["Soldering for All"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("track", "red", "“track” must be an id, such as 12."),
        ("room", "-1", "“room” must be an id, such as 12."),
        ("speaker", "9" * 30, "“speaker” must be an id, such as 12."),
        ("type", "1;2", "“type” must be an id, such as 12."),
        ("language", "Ger\x00man", "“language” must be a text."),
        ("day", "24.10.2026", "“day” must be a day, such as 2026-10-24."),
        ("day", "2026-02-30", "“day” must be a day, such as 2026-10-24."),
        ("day", "20261024", "“day” must be a day, such as 2026-10-24."),
        (
            "state",
            "maybe",
            "“state” must be one of draft, pending, accepted, confirmed, rejected, canceled, withdrawn.",
        ),
        ("track", ",".join(map(str, range(101))), "At most 100 values of “track” are possible."),
    ],
)
def test_what_can_mean_nothing_is_malformed(name: str, value: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refusal:
        Selection.parse({name: [value]})

    assert (str(refusal.value), refusal.value.parameter) == (sentence, name)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_malformed(event: Event, day: str) -> None:
    with pytest.raises(Malformed):
        chosen(event, day=day)


def test_an_empty_value_is_none() -> None:
    assert Selection.parse({"type": [""], "day": [" , "], "track": ["3,,4,"]}) == Selection(track=(3, 4))


def test_what_means_the_same_is_equal() -> None:
    one = Selection.parse({"track": ["4", "3,4"], "day": ["2026-10-25,2026-10-24"], "utm_source": ["mail"]})

    assert one == Selection(track=(3, 4), day=(date(2026, 10, 24), date(2026, 10, 25)))
    assert one.query == "track=3,4&day=2026-10-24,2026-10-25"
    assert Selection.parse({"track": ["3,4"], "day": ["2026-10-24", "2026-10-25"]}) == one
    assert (Selection.parse({}), EVERYTHING.query) == (EVERYTHING, "")
