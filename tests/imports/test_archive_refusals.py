"""Archives that are not taken over: one clear sentence, and nothing is written."""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from openevent.events.models import Event
from openevent.imports import archive
from openevent.imports.archive import gathering, listing, opening, parsing
from openevent.imports.archive.refusals import NotAnArchive, TooBig
from openevent.lib.errors import Refused
from tests.imports.archives import event, imported, session, speaker, told, zipped, zipped_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_written(db: None) -> Iterator[None]:
    yield
    assert Event.objects.count() == 0


def refusal(file: io.BytesIO) -> Refused:
    with pytest.raises(Refused) as refused:
        archive.take_over(file, owner=None, by=None)
    return refused.value


def refusal_of(**files: Any) -> str:
    return str(refusal(zipped(**{"event": event(), **files})))


# --- the zip ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"<html></html>", b"\x00" * 1000, zipped().getvalue()[:-1]])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    refused = refusal(io.BytesIO(content))

    assert isinstance(refused, NotAnArchive)
    assert str(refused) == "This is no zip file, or it is damaged or incomplete. Please export it again."


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_zip_is_refused(share: float) -> None:
    whole = zipped(event=event(), sessions=[session(number) for number in range(50)]).getvalue()

    assert isinstance(refusal(io.BytesIO(whole[: int(len(whole) * share)])), NotAnArchive)


def test_a_damaged_file_is_refused() -> None:
    whole = bytearray(zipped_by(zipfile.ZIP_STORED, {"event": event()}).getvalue())
    whole[60] ^= 0xFF

    assert isinstance(refusal(io.BytesIO(bytes(whole))), NotAnArchive)


def test_a_file_of_50_mb_is_refused_unread() -> None:
    file = io.BytesIO(b"\x00" * (50 * 1024 * 1024))

    refused = refusal(file)

    assert isinstance(refused, TooBig)
    assert str(refused) == "The archive has 50 MB; at most 25 MB are taken."


def test_a_zip_bomb_is_refused_while_it_unpacks() -> None:
    bomb = zipped(event=event(), sessions=b" " * (opening.MAX_UNPACKED + 1))
    assert len(bomb.getvalue()) < 100_000

    refused = refusal(bomb)

    assert isinstance(refused, TooBig)
    assert str(refused) == "The file “sessions” unpacks to more than the 16 MB that are taken."


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = zipped(event=event(), sessions=b" " * (opening.MAX_UNPACKED + 1)).getvalue()
    lying = content.replace(struct.pack("<L", opening.MAX_UNPACKED + 1), struct.pack("<L", 100))
    assert lying != content

    # Python's zipfile stops at the size in the header, and then the checksum is wrong.
    assert isinstance(refusal(io.BytesIO(lying)), NotAnArchive | TooBig)


def test_files_that_are_too_big_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_UNPACKED_SUM", 3000)

    assert "unpacks to more than" in refusal_of(tracks=b" " * 2000, sessions=b" " * 2000)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_ENTRIES", 3)

    assert refusal_of(a=1, b=1, c=1) == "The archive holds 4 files; at most 3 are taken."


@pytest.mark.parametrize(
    "path",
    [
        *("../event", "images/../../event", "..", "a/..", "/etc/passwd", "\\\\host\\share", "C:\\event", "c:event"),
        *("..\\event", "images\\..\\event", "images/.."),
    ],
)
def test_a_path_that_leads_out_of_the_archive_is_refused(path: str) -> None:
    sentence = refusal_of(**{path: b"root"})

    assert sentence == f"The archive holds a file named “{path}”, which leads out of the archive."


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(zipped_by(zipfile.ZIP_STORED, {"event": event()}).getvalue())
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1

    assert str(refusal(io.BytesIO(bytes(content)))) == (
        "The file “event” in the archive is encrypted. Please export it without a password."
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_is_refused(method: int) -> None:
    assert "is compressed by a method that this server does not read" in str(
        refusal(zipped_by(method, {"event": event()}))
    )


def test_a_file_that_is_there_twice_is_refused() -> None:
    assert refusal_of(**{"event.json": event()}) == "The archive holds the file “event” twice."


# --- the JSON ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file “sessions” is no JSON: Expecting value (line 1, column 1)."),
        (
            b"[{]",
            "The file “sessions” is no JSON: Expecting property name enclosed in double quotes (line 1, column 3).",
        ),
        (b'[{"title": "\xff"}]', "The file “sessions” is not written in UTF-8."),
        ("[]".encode("utf-16"), "The file “sessions” is not written in UTF-8."),
        (b'[{"id": 1, "id": 2}]', "The file “sessions” cannot be read: an object has the member “id” twice."),
        (b'[{"id": NaN}]', "The file “sessions” cannot be read: NaN is no number."),
        (b"[" * 30 + b"]" * 30, "The file “sessions” is nested more than 20 levels deep."),
        (b"[" * 100_000, "The file “sessions” is nested more than 20 levels deep."),
    ],
)
def test_what_is_no_json_is_refused(content: bytes, sentence: str) -> None:
    assert refusal_of(sessions=content) == sentence


def test_a_number_that_is_too_long_is_refused() -> None:
    assert refusal_of(sessions=b"[" + b"9" * 5000 + b"]").startswith("The file “sessions” cannot be read: ")


def test_json_that_would_take_much_memory_is_refused() -> None:
    content = b"[" + b"[]," * parsing.MAX_VALUES + b"[]]"

    assert isinstance(refusal(zipped(event=event(), sessions=content)), TooBig)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_ROWS", 3)

    assert refusal_of(sponsors=[{}] * 9, tracks=[{"id": n, "name": "T"} for n in range(4)]) == (
        "“tracks” has 4 rows; at most 3 are taken."
    )


def test_too_many_rows_inside_sessions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_ROWS", 3)
    people = [speaker(number) for number in range(4)]

    assert refusal_of(sessions=[session(1, speakers=people)]) == (
        "The sessions name 4 different “speakers”; at most 3 are taken."
    )


# --- the form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"sessions": {"1": {}}}, "“sessions” should be a list of rows."),
        ({"tracks": "none"}, "“tracks” should be a list of rows."),
        ({"sponsors": {"1": {}}}, "“sponsors” should be a list of rows."),
        ({"event": [event()]}, "“event” should be an object."),
        ({"sessions": [session(1), "two"]}, "“sessions” should be a list of objects, but row number 2 is none."),
        (
            {"sessions": [session(5, title=["A"])]},
            "sessions, row 5, “title” should be a single value, and is a list.",
        ),
        (
            {"event": event(description={"en": "A"})},
            "event, “description” should be a single value, and is an object.",
        ),
        ({"sessions": [session(5, speakers=1)]}, "sessions, row 5, “speakers” should be a list."),
        ({"speakers": [speaker(5, sessions=1)]}, "speakers, row 5, “sessions” should be a list."),
        ({"sessions": [session(5, track=[1])]}, "sessions, row 5, “track” should be an id, and is “[1]”."),
        ({"tracks": [{"id": True}]}, "tracks, row 1, “id” should be an id, and is “True”."),
        ({"tracks": [{"id": 1.5}]}, "tracks, row 1, “id” should be an id, and is “1.5”."),
        ({"tracks": [{"id": "a\nb"}]}, "tracks, row 1, “id” should be an id, and is “a b”."),
        (
            {"sessions": [{"id": 3, "track": {"id": 1, "color": [1]}}]},
            "sessions, row 3, “track.color” should be a single value, and is a list.",
        ),
    ],
)
def test_a_wrong_form_is_refused_by_file_row_and_member(files: dict[str, Any], sentence: str) -> None:
    assert refusal_of(**files) == sentence


def test_an_archive_without_an_event_is_refused() -> None:
    in_a_folder = zipped(**{"Conference/event": event(), "Conference/sessions": []})

    assert str(refusal(in_a_folder)) == "The archive has no file “event” (at its top, not in a folder)."
    assert str(refusal(zipped(event=None))) == "The archive has no file “event” (at its top, not in a folder)."


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"name": " "}, "The archive's event has no name."),
        ({"starts_at": "soon"}, "The archive's event has no start that can be read."),
        ({"ends_at": None}, "The archive's event has no end that can be read."),
        ({"timezone": ""}, "The archive's event has no timezone."),
    ],
)
def test_an_event_without_its_facts_is_refused(members: dict[str, Any], sentence: str) -> None:
    assert refusal_of(event=event(**members)) == sentence


@pytest.mark.parametrize("zone", ["Mars/Olympus", "CET+1", "../../etc/passwd", 5, "x" * 1000, ["UTC"]])
def test_an_unknown_zone_is_refused(zone: object) -> None:
    assert "is no time zone" in refusal_of(event=event(timezone=zone))


@pytest.mark.parametrize(
    ("ends_at", "words"),
    [
        ("2027-05-01T09:00:00+02:00", "an event ends after it begins"),
        ("2027-04-01T09:00:00+02:00", "an event ends after it begins"),
        ("2027-06-01T09:00:00+02:00", "at most 20 days"),
    ],
)
def test_impossible_dates_are_refused(ends_at: str, words: str) -> None:
    assert words in refusal_of(event=event(ends_at=ends_at))


# --- ids and references -----------------------------------------------------------------------------------------------


def test_two_rows_of_one_id_that_contradict_each_other_are_refused() -> None:
    assert refusal_of(sessions=[session(5, title="A"), session(6), session("5", title="B")]) == (  # type: ignore[arg-type]  # as archives write it
        "sessions, row 5 stands there twice and differently, as “A” and as “B”."
    )


def test_a_person_who_stands_there_twice_and_differently_is_refused() -> None:
    assert refusal_of(speakers=[speaker(5, city="Berlin"), speaker(5, city="Paris")]) == (
        "speakers, row 5 stands there twice and differently, as “Speaker 5” and as “Speaker 5”."
    )


def test_an_id_that_everybody_has_is_refused() -> None:
    crowd = [speaker(5, name=f"Person {number}") for number in range(11)]

    assert refusal_of(speakers=crowd) == (
        "speakers, row 5 stands there twice and differently, as “Person 0” and as “Person 10”."
    )


@pytest.mark.parametrize(
    ("member", "file", "reference"),
    [
        ("track", "tracks", {"id": 99, "name": "Gone"}),
        ("microlocation", "microlocations", 99),
        ("session-type", "session_types", {"id": "99"}),
        ("speakers", "speakers", [{"id": 1}, {"id": 99}]),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_by_both_ends(member: str, file: str, reference: object) -> None:
    rows = [{"id": 1, "name": "There"}]

    sentence = refusal_of(**{file: rows, "sessions": [{**session(5), member: reference}]})

    assert sentence == f"sessions, row 5, “{member}” refers to “99”, but “{file}” has no row with this id."


def test_a_reference_to_an_id_of_several_people_must_say_a_name() -> None:
    two = [speaker(5, name="Ann"), speaker(5, name="Bob", email="bob@x.example")]

    assert refusal_of(speakers=two, sessions=[session(1, speakers=[{"id": 5}])]) == (
        "sessions, row 1, “speakers” refers to “5”, an id that “speakers” gives to several people."
    )


def test_too_many_references_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.imports.archive.referring.MAX_REFERENCES", 3)
    people = [speaker(number) for number in range(1, 5)]

    assert refusal_of(speakers=people, sessions=[session(1, speakers=[1, 2, 3, 4])]) == (
        "Sessions and “speakers” name each other more than 3 times."
    )


@pytest.mark.parametrize("sentence", [{"id": "\x00\ud800"}, {"id": 1, "title": ["\x00"]}])
def test_sentences_hold_no_characters_that_no_database_takes(sentence: object) -> None:
    said = refusal_of(sessions=[sentence])

    assert said.isprintable()
    said.encode()
    assert json.loads(json.dumps(said)) == said


# --- and their counterparts, which are taken --------------------------------------------------------------------------


class TestTaken:
    @pytest.fixture(autouse=True)
    def _nothing_is_written(self, db: None) -> None:
        """These archives are taken."""

    def test_files_in_folders_stay_unread_and_are_told(self) -> None:
        result = imported(**{"images/": b"", "images/a.png": b"\x89PNG", "images/speakers/b.png": b"", "notes": b"{"})

        assert told(result, "images/") == [(None, "2 files were not read: this server has no place for such files.")]
        assert told(result, "notes") == [(None, "1 file was not read: this server has no place for such files.")]

    def test_a_row_that_stands_there_twice_in_the_same_words_is_taken_once(self) -> None:
        result = imported(speakers=[speaker(5), speaker(6), speaker(5)])

        assert [person.name for person in result.event.speakers.all()] == ["Speaker 5", "Speaker 6"]
        assert told(result, "speakers") == [(5, "Stands in the archive twice in the same words; taken once.")]

    def test_two_people_of_one_id_are_told_apart_by_their_names(self) -> None:
        result = imported(
            speakers=[speaker(5, name="Ann"), speaker(5, name="Bob")],
            sessions=[
                session(1, speakers=[{"id": 5, "name": "Bob"}]),
                session(2, speakers=[{"id": 5, "name": "Ann"}]),
            ],
        )

        names = {talk.title: [person.name for person in talk.speakers.all()] for talk in result.event.sessions.all()}
        assert names == {"Talk 1": ["Bob"], "Talk 2": ["Ann"]}
        assert [row for row, _ in told(result, "speakers")] == [5]
